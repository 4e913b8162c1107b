package tesseract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Model is one language that can be read.
type Model struct {
	Language string `json:"language"` // for example "deu"
	Path     string `json:"path"`
	SHA256   string `json:"sha256"` // of the file, lower-case hexadecimal
}

// MissingModel says that there is no model for a language.
type MissingModel struct {
	Language string
	DataPath string // where it was looked for
}

func (m *MissingModel) Error() string {
	return fmt.Sprintf("no model for language %q in %s", m.Language, m.DataPath)
}

// Package is the Debian package that holds the model.
func (m *MissingModel) Package() string {
	return "tesseract-ocr-" + strings.ReplaceAll(strings.ToLower(m.Language), "_", "-")
}

// Hint says how to mend it.
func (m *MissingModel) Hint() string { return "apt install " + m.Package() }

// language is what a model may be called; anything else would let a name wander through the file system.
var language = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// findModel gives a *MissingModel unless the folder holds a model for the language. It must be asked before Tesseract
// is: its complaint overruns the buffer that gosseract holds out for it.
func findModel(dataPath, lang string) error {
	if !language.MatchString(lang) {
		return fmt.Errorf("%q is not the name of a language, want one like deu", lang)
	}
	f, err := os.Stat(modelPath(dataPath, lang))
	if err != nil || !f.Mode().IsRegular() {
		return &MissingModel{Language: lang, DataPath: dataPath}
	}
	return nil
}

func modelPath(dataPath, lang string) string {
	return filepath.Join(dataPath, lang+".traineddata")
}

// Models lists the models in a folder, the system's if dataPath is empty, by language. It reads every file once, for
// its hash.
func Models(dataPath string) ([]Model, error) {
	if dataPath == "" {
		dataPath = SystemDataPath()
	}
	files, err := os.ReadDir(dataPath)
	if err != nil {
		return nil, fmt.Errorf("tesseract: models: %w", err)
	}
	var models []Model
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".traineddata")
		if !ok || findModel(dataPath, name) != nil {
			continue
		}
		path := modelPath(dataPath, name)
		sum, err := hash(path)
		if err != nil {
			return nil, fmt.Errorf("tesseract: models: %w", err)
		}
		models = append(models, Model{name, path, sum})
	}
	return models, nil
}

func hash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// SystemDataPath is the folder in which the system keeps the models for this version of the library: Debian's, or
// else the first there is of those that others use. It is Debian's if there is none.
func SystemDataPath() string {
	major, _, _ := strings.Cut(Version(), ".")
	debian := filepath.Join("/usr/share/tesseract-ocr", major, "tessdata")
	for _, dir := range []string{debian, "/usr/share/tessdata", "/usr/share/tesseract/tessdata", "/usr/local/share/tessdata"} {
		if f, err := os.Stat(dir); err == nil && f.IsDir() {
			return dir
		}
	}
	return debian
}
