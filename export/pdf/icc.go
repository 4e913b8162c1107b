package pdf

import (
	"encoding/binary"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// addIntent says what the colours of the file look like (ISO 19005-2, 6.2.3): sRGB, of which grey is a part.
func (f *file) addIntent() {
	profile := f.stream(types.Dict{"N": types.Integer(3), "Alternate": types.Name("DeviceRGB")}, sRGB())
	name := types.StringLiteral("sRGB IEC61966-2.1")
	f.catalog["OutputIntents"] = types.Array{types.Dict{
		"Type": types.Name("OutputIntent"), "S": types.Name("GTS_PDFA1"), "OutputConditionIdentifier": name, "Info": name,
		"RegistryName": types.StringLiteral("http://www.color.org"), "DestOutputProfile": profile,
	}}
}

// sRGB draws an ICC profile of version 2.1 (ICC.1:1998-09) for the colour space of IEC 61966-2-1: three primaries, adapted to D50,
// and one curve.
func sRGB() []byte {
	be := binary.BigEndian
	xyz := func(x, y, z float64) []byte {
		b := append([]byte("XYZ "), 0, 0, 0, 0)
		for _, v := range []float64{x, y, z} {
			b = be.AppendUint32(b, uint32(int32(math.Round(v*65536))))
		}
		return b
	}
	const text = "sRGB, drawn by aktenkundig; in the public domain"
	description := append([]byte("desc"), 0, 0, 0, 0)
	description = be.AppendUint32(description, uint32(len(text)+1))
	description = append(append(description, text...), make([]byte, 1+4+4+2+1+67)...)
	rights := append(append([]byte("text\x00\x00\x00\x00"), text...), 0)
	const steps = 1024
	curve := be.AppendUint32(append([]byte("curv"), 0, 0, 0, 0), steps)
	for i := range steps {
		v := float64(i) / (steps - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		curve = be.AppendUint16(curve, uint16(math.Round(v*65535)))
	}
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", description}, {"cprt", rights}, {"wtpt", xyz(0.9505, 1, 1.0891)},
		{"rXYZ", xyz(0.43607, 0.22249, 0.01392)}, {"gXYZ", xyz(0.38515, 0.71687, 0.09708)}, {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // one curve for all three
	}
	head := make([]byte, 128)
	be.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2024, 1, 1, 0, 0, 0} {
		be.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], xyz(0.9642, 1, 0.8249)[8:]) // the illuminant D50
	table := be.AppendUint32(nil, uint32(len(tags)))
	at := 128 + 4 + 12*len(tags)
	var body []byte
	from, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			from, size = at+len(body), len(t.data)
			body = append(append(body, t.data...), make([]byte, -len(t.data)&3)...)
		}
		table = append(table, t.name...)
		table = be.AppendUint32(be.AppendUint32(table, uint32(from)), uint32(size))
	}
	out := append(append(head, table...), body...)
	be.PutUint32(out, uint32(len(out)))
	return out
}
