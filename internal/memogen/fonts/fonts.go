// Package fonts holds the typefaces that memogen draws with; ORIGIN names where each comes from and its licence.
package fonts

import "embed"

// Files holds the font files by name.
//
//go:embed *.ttf *.otf
var Files embed.FS
