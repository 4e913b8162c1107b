package tesseract

// Check gives a *MissingModel for the first language that has no model in dataPath, the system's if empty. It is
// cheap and does not touch the library, so that a run can refuse before it begins.
func Check(languages []string, dataPath string) error {
	if dataPath == "" {
		dataPath = SystemDataPath()
	}
	for _, l := range languages {
		if err := findModel(dataPath, l); err != nil {
			return err
		}
	}
	return nil
}
