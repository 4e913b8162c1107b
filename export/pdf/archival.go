package pdf

import (
	"errors"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var errColour = errors.New("cmyk")

func (f *file) archival() error { return errors.New("not yet") }

func (f *file) addIntent() {}

func onlyText(f *file, d types.Dict) types.Dict { return d }
