package analysis

import "strings"

// The small words of German and English, folded. They are indexed like all others; a query just does not insist on
// them.
const (
	germanStops = `
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da damit dann das dass dein den denn der deren des dessen dem dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen gab hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ist ja jede jedem jeden jeder jedes jene kann kein keine keinem keinen keiner konnen konnte machen man mehr mein mich mir mit muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner sich sie sind so soll sollen sollte sondern sowie um und uns unser unter vom von vor wann war waren warum was weil welche welchem welchen welcher welches wenn wer werde werden wie viel viele wieder will wir wird wo worden wurde wurden zu zum zur zwar zwischen uber
`
	englishStops = `
a an and any are as at be been but by can did do dos for from had has have he her his how i if in into is it its many me much my no not of on or our shall she should so such than that the their them then there these they this those to too us was we were what when where which who whom why will with would you your
`
)

// Stop tells whether a folded word is one of the small words that a query does not insist on.
func Stop(folded string) bool {
	de, en := small(folded)
	return de || en
}

func small(folded string) (german, english bool) {
	_, german = germanSmall[folded]
	_, english = englishSmall[folded]
	return german, english
}

// Sets of the lists above; they are only read.
var (
	germanSmall  = set(germanStops)
	englishSmall = set(englishStops)
)

func set(words string) map[string]struct{} {
	m := map[string]struct{}{}
	for _, w := range strings.Fields(words) {
		m[w] = struct{}{}
	}
	return m
}
