package prose

// The slots of German templates. N, A, D, G: a noun phrase in nominative, accusative, dative or genitive; lower case
// n, a, d, g: with the indefinite article; P after it: plural with article (NP) or without (np). "amt" and "rat"
// with a case: an office or a committee. pp a participle, zu an infinitive with zu, inf an infinitive, adv an adverb.
const germanSentences = `{N} wurde im {monat} {jahr} {adv} {pp} und {rat.D} vorgestellt.
Dazu hat {amt.N} gemeinsam mit {amt.D} {a} {pp} und {ap} zusammengetragen.
{adv} liegen {np} vor, die {amt.N} bis zum Ende des Jahres {jahr} bewerten wird.
Für {A} stehen im Haushaltsplan {jahr} insgesamt {euro} bereit.
{N} ist {adv} Gegenstand {gp} und kann daher noch nicht abschließend {pp} werden.
Im Rahmen {G} konnten {zahl} von {zahl2} Vorhaben {pp} werden.
{amt.N} weist darauf hin, dass {N} ohne {a} nicht {pp} werden kann.
Nach Rücksprache mit {amt.D} wird empfohlen, {A} {zu}.
{NP} sind in der Anlage {adv} dargestellt.
{rat.N} hat {A} in seiner Sitzung am {sitzungstag} zur Kenntnis genommen.
Die Kosten für {A} belaufen sich nach heutigem Stand auf {euro}.
Mit {D} soll {N} {adv} {pp} werden.
{N} umfasst neben {D} auch {A} sowie {ap}.
In {ort} und {ort2} wurden {ap} durchgeführt, an denen rund {zahl} Personen teilnahmen.
Damit ist {N} {adv} {pp}; {n} folgt im {monat} {jahr}.
Die Abstimmung mit {D} verlief {adv} und führte zu {d}.
Aus Sicht {amt.G} besteht kein Anlass, {A} {zu}.
Seit {jahr} arbeitet {amt.N} daran, {A} {zu} und {ap} zu gewinnen.
Ein erster Schritt war {n}, den nächsten bildet {N}.
{N} konnte wegen {G} erst im {monat} {jahr} {pp} werden.
{NP} in {ort} wurden {adv} {pp}.
Hierfür ist {n} erforderlich; Mittel sind dafür bislang nicht eingeplant.
{N} wird {adv} durch {amt.A} betreut.
Ob {N} {pp} werden kann, hängt von {D} ab.
{amt.N} hat {ap} an {zahl} Standorten untersucht.
Die Ergebnisse fließen in {A} ein und werden {rat.D} im {monat} {jahr} vorgelegt.
Im Vergleich zum Vorjahr ist die Zahl {gp} um {prozent} Prozent gestiegen.
Gegen {A} gingen {zahl} Einwände ein, die {adv} geprüft wurden.
Die Mittel wurden mit Bescheid vom {datum} bewilligt und sind bis Ende {jahr} zu verwenden.
{N} gilt als {n}, weil {NP} dort zusammenkommen.
Sofern {N} {adv} {pp} wird, kann {amt.N} mit {D} beginnen.
Vor diesem Hintergrund erscheint es sinnvoll, {A} {zu}.
Die Fachämter haben {ap} gesammelt und in {a} überführt.
Landschafts- und Denkmalpflege sind dabei ebenso zu beachten wie {N}.
Für Ver- und Entsorgung liegt {n} vor.
Die Stadt- und Verkehrsplanung wurde um {A} ergänzt.
Kinder- und Jugendarbeit bleiben ein Schwerpunkt {G}.
{N} erfolgt in zwei Stufen: zuerst {N2}, danach {N3}.
{adv} hat {rat.N} {A} beraten und {a} angeregt.
Zu {D} wird auf die Vorlage {ref} verwiesen.
Der Beschluss zu {ref} bleibt davon unberührt.
Auf {A} in der Niederschrift zu {sref} wird Bezug genommen.
Bei {D} handelt es sich um {a} im Sinne der Hauptsatzung.
Der Zuschlag für {A} wurde am {datum} an ein Unternehmen aus {ort} erteilt.
Die Anwohnerschaft in {ort} wurde mit einem Faltblatt über {A} informiert.
Eine Entscheidung über {A} ist für das {quartal} Quartal {jahr} vorgesehen.
{N} wird von {zahl} Gemeinden getragen, darunter {ort}, {ort2} und {ort3}.
Weder {N} noch {N2} haben bisher zu Beschwerden geführt.
{amt.N} schlägt vor, {A} auf {zahl} Plätze zu begrenzen.
Ergänzend wurde {n} in Auftrag gegeben; das Büro legt seine Auswertung im {monat} vor.
Die Personalkosten in Höhe von {euro} trägt {amt.N}.
An der Ecke {strasse} und {strasse2} entsteht {n}.
Rechtsgrundlage ist {N} in der Fassung vom {datum}.
Für Rückfragen steht {amt.N} unter der Rufnummer {telefon} zur Verfügung.`

const germanOrders = `{A} {zu} und {rat.D} darüber zu berichten
bis zum Ende des Jahres {jahr} {a} vorzulegen und darin {A} mit {dp} zu verbinden
gemeinsam mit {D} zu prüfen, wie {N} {pp} werden kann
{A} um {ap} zu ergänzen
für {A} die erforderlichen Mittel in Höhe von {euro} einzustellen
mit {ort} und {ort2} Gespräche über {A} aufzunehmen
dafür Sorge zu tragen, dass {N} {adv} {pp} wird
{ap} in {ort} zu schaffen und {A} {zu}
sich bei {D} für {A} einzusetzen
{A} unter Beteiligung von {dp} {zu}`

const germanTitles = `{topic} in {ort} {inf}
{mod} und {mod2} – {n0} für {ort}
Fortschreibung {G} und Stand {GP}
{adj} Wege für {ort} – {N0} gemeinsam {inf}
Umgang mit {dp} im Ortsteil {ort}
{N0} für die Stadtteile {ort}, {ort2} und {ort3}
Bericht zu {D} sowie zu {dp}
Mehr {topic} wagen: {N0} bis {jahr} {inf}
Errichtung {g} am Standort {strasse}
Zukunft {G} und {G2}`

const germanQuestions = `Welche {np0} sind für {A} vorgesehen?
Wie hoch sind die Kosten für {A} in den Jahren {jahr} und {jahr2}?
Bis wann wird {N} {pp}?
In welchen Ortsteilen fehlen {np}?
Welche Schlussfolgerungen zieht {amt.N} aus {D}?
Wie viele {np0} wurden seit {jahr} {pp}?
Wer ist für {A} zuständig und wie wird {rat.N} beteiligt?`

const germanTopics = `Radverkehr Stadtgrün Wohnen Bildung Kultur Teilhabe Klimaschutz Ehrenamt Sicherheit Barrierefreiheit Tourismus
Nahverkehr Denkmalpflege Digitalisierung Spielraum Sport Gesundheit Hochwasserschutz Lärmschutz Transparenz`

const germanTables = `Vorhaben|Jahr|Kosten in EUR;Ortsteil|Anzahl|Anteil in Prozent;Gremium|Termin|Ergebnis;Maßnahme|Beginn|Ende`
const germanVerdicts = `zugestimmt;abgelehnt;vertagt;zur Kenntnis genommen;geändert beschlossen;überwiesen`
