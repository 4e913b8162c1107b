package archive

import (
	"path/filepath"
	"strings"
)

// The names in an archive's folder.
const (
	settingsFile  = "settings.json"
	originalsDir  = "originals"
	rulingsDir    = "rulings"
	bindingsDir   = "bindings"
	batchesDir    = "batches"
	quarantineDir = "quarantine"
	recordsDir    = "records"
	journalDir    = "journal"
	indexDir      = "index"
	graphDir      = "graph"
	extractDir    = "extract"
	accessDir     = "access"
	twinsDir      = "twins"
	tmpDir        = "tmp"
	logFile       = "changes.log"
	lockFile      = "lock"
)

const (
	recordExt = ".json.zst"
	linesExt  = ".jsonl"
	jsonExt   = ".json"
)

func (a *Archive) path(parts ...string) string {
	return filepath.Join(append([]string{a.dir}, parts...)...)
}

// file is where the file of a document lies below one of the sharded folders.
func (a *Archive) file(folder, id, ext string) string {
	return a.path(folder, id[:2], id+ext)
}

// validID tells whether id is a lower-case hexadecimal SHA-256. Whatever comes from outside passes here before it
// becomes part of a path.
func validID(id string) bool {
	return len(id) == 64 && hexOnly(id)
}

func hexOnly(s string) bool {
	return strings.Trim(s, "0123456789abcdef") == ""
}

// extension is the ending an original keeps, so that other programs know what to open it with: that of its name if
// it is harmless, else "bin". It never is "json", which would be the name of the source beside it.
func extension(name string) string {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	plain := strings.Trim(ext, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
	if ext == "" || len(ext) > 8 || !plain || ext == "json" {
		return ".bin"
	}
	return "." + ext
}
