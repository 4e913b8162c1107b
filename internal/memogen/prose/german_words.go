package prose

// germanHeads are nouns that end compounds: gender, nominative, genitive, plural ("-" where there is none).
const germanHeads = `
n Konzept Konzepts Konzepte;m Plan Plans Pläne;f Planung Planung Planungen;n Programm Programms Programme
m Bericht Berichts Berichte;f Satzung Satzung Satzungen;f Richtlinie Richtlinie Richtlinien;m Ausschuss Ausschusses Ausschüsse
f Maßnahme Maßnahme Maßnahmen;f Förderung Förderung Förderungen;n Projekt Projekts Projekte;f Fläche Fläche Flächen
n Gutachten Gutachtens Gutachten;f Studie Studie Studien;m Vertrag Vertrags Verträge;f Vereinbarung Vereinbarung Vereinbarungen
m Beirat Beirats Beiräte;f Kommission Kommission Kommissionen;n Verfahren Verfahrens Verfahren;f Prüfung Prüfung Prüfungen
f Anlage Anlage Anlagen;f Stelle Stelle Stellen;n Büro Büros Büros;m Antrag Antrags Anträge
n Budget Budgets Budgets;f Erhebung Erhebung Erhebungen;f Umfrage Umfrage Umfragen;m Fonds Fonds Fonds
f Strategie Strategie Strategien;n Leitbild Leitbilds Leitbilder;f Ordnung Ordnung Ordnungen;f Statistik Statistik Statistiken
m Standort Standorts Standorte;n Vorhaben Vorhabens Vorhaben;f Sanierung Sanierung Sanierungen;m Umbau Umbaus Umbauten
m Ausbau Ausbaus -;m Betrieb Betriebs Betriebe;n Netz Netzes Netze;n Gebäude Gebäudes Gebäude
f Einrichtung Einrichtung Einrichtungen;n Angebot Angebots Angebote;m Bedarf Bedarfs Bedarfe;f Liste Liste Listen
n Register Registers Register;n Gremium Gremiums Gremien;f Sitzung Sitzung Sitzungen;m Workshop Workshops Workshops
n Forum Forums Foren;f Beteiligung Beteiligung Beteiligungen;f Analyse Analyse Analysen;f Auswertung Auswertung Auswertungen
n Modell Modells Modelle;f Vorlage Vorlage Vorlagen;m Entwurf Entwurfs Entwürfe;f Kostenschätzung Kostenschätzung Kostenschätzungen
f Abstimmung Abstimmung Abstimmungen;m Zuschuss Zuschusses Zuschüsse;f Rücklage Rücklage Rücklagen;f Gebühr Gebühr Gebühren
f Leitstelle Leitstelle Leitstellen;n Referat Referats Referate;f Abteilung Abteilung Abteilungen
n Archiv Archivs Archive;f Datenbank Datenbank Datenbanken;f Karte Karte Karten;m Atlas Atlas Atlanten
n Quartier Quartiers Quartiere;n Zentrum Zentrums Zentren;f Achse Achse Achsen;m Korridor Korridors Korridore
n Angebotsnetz Angebotsnetzes Angebotsnetze;f Versorgung Versorgung -;f Entwicklung Entwicklung Entwicklungen;f Nutzung Nutzung Nutzungen
m Ansatz Ansatzes Ansätze;f Stellungnahme Stellungnahme Stellungnahmen;f Arbeitsgruppe Arbeitsgruppe Arbeitsgruppen;m Rahmenplan Rahmenplans Rahmenpläne
m Zeitplan Zeitplans Zeitpläne;m Nachweis Nachweises Nachweise;f Übersicht Übersicht Übersichten;f Dokumentation Dokumentation Dokumentationen`

// germanModifiers begin compounds and carry their linking sound.
const germanModifiers = `Verkehrs Haushalts Stadtteil Wohnungs Schul Kultur Umwelt Klima Energie Wasser Abwasser Grünflächen Friedhofs
Gewässer Hochwasser Brücken Straßen Radverkehrs Fußwege Parkraum Bahnhofs Hafen Markt Innenstadt Altstadt Denkmal Museums Theater
Bibliotheks Archiv Sport Bäder Spielplatz Kinder Jugend Familien Senioren Pflege Gesundheits Kranken Rettungs Feuerwehr Katastrophen
Ordnungs Sicherheits Bürger Beteiligungs Ehrenamts Vereins Integrations Gleichstellungs Inklusions Sozial Arbeits Ausbildungs Gewerbe
Wirtschafts Tourismus Messe Handels Handwerks Industrie Digital Daten Breitband Verwaltungs Personal Organisations Finanz Steuer
Vergabe Vertrags Rechts Satzungs Liegenschafts Grundstücks Bau Hochbau Tiefbau Sanierungs Modernisierungs Neubau Bestands Miet Wohn
Flächen Landschafts Wald Boden Luft Lärm Abfall Wertstoff Recycling Reinigungs Winterdienst Beleuchtungs Ampel Signal Bus Straßenbahn
Nahverkehrs Regional Kreis Gemeinde Ortsteil Siedlungs Quartiers Entwicklungs Förder Zuwendungs Investitions Instandhaltungs
Unterhaltungs Betriebs Nutzungs Belegungs Raum Versorgungs Entsorgungs Fernwärme Strom Gas Solar Wind Heizungs Dach Fassaden Turnhallen
Hort Krippen Schüler Lehrer Volkshochschul Musikschul Chor Orchester Fest Gedenk Partnerschafts Europa Grenz Pendler Mobilitäts
Carsharing Fahrrad Fußgänger Barriere Notfall Pandemie Impf Hygiene Lebensmittel Tierschutz Veterinär Melde Wahl Statistik
Prüfungs Kontroll Revisions Risiko Qualitäts Ziel Leitungs Kommunikations Presse Netzwerk Forschungs Hochschul Gründer Innovations`

// germanNouns stand alone: gender, nominative, genitive, plural.
const germanNouns = `
m Stadtrat Stadtrates Stadträte;f Verwaltung Verwaltung Verwaltungen;f Fraktion Fraktion Fraktionen;m Beschluss Beschlusses Beschlüsse
f Umsetzung Umsetzung -;f Zusammenarbeit Zusammenarbeit -;f Finanzierung Finanzierung Finanzierungen;f Begründung Begründung Begründungen
f Öffentlichkeit Öffentlichkeit -;m Zeitraum Zeitraums Zeiträume;m Sachstand Sachstands Sachstände;f Ausschreibung Ausschreibung Ausschreibungen
m Abschluss Abschlusses Abschlüsse;f Anwohnerschaft Anwohnerschaft -;m Landkreis Landkreises Landkreise;n Umland Umlands -
f Nachbargemeinde Nachbargemeinde Nachbargemeinden;m Freistaat Freistaats Freistaaten;f Genehmigung Genehmigung Genehmigungen
f Zuständigkeit Zuständigkeit Zuständigkeiten;f Grundlage Grundlage Grundlagen;m Auftrag Auftrags Aufträge;n Ergebnis Ergebnisses Ergebnisse
f Empfehlung Empfehlung Empfehlungen;m Vorschlag Vorschlags Vorschläge;f Frist Frist Fristen;m Träger Trägers Träger
m Partner Partners Partner;m Eigentümer Eigentümers Eigentümer;f Bürgerschaft Bürgerschaft -;m Nutzer Nutzers Nutzer
f Ortschaft Ortschaft Ortschaften;n Vorgehen Vorgehens -;m Schwerpunkt Schwerpunkts Schwerpunkte;f Frage Frage Fragen
m Hinweis Hinweises Hinweise;f Anregung Anregung Anregungen;m Einwand Einwands Einwände;f Anforderung Anforderung Anforderungen
m Kompromiss Kompromisses Kompromisse;f Rahmenbedingung Rahmenbedingung Rahmenbedingungen;f Voraussetzung Voraussetzung Voraussetzungen
m Teilbereich Teilbereichs Teilbereiche;m Abschnitt Abschnitts Abschnitte;f Variante Variante Varianten;n Ziel Ziels Ziele`

const germanAdjectives = `städtisch kommunal regional öffentlich gemeinsam künftig bisherig aktuell vorläufig endgültig mittelfristig langfristig
kurzfristig umfassend detailliert transparent verbindlich rechtssicher wirtschaftlich sparsam nachhaltig ökologisch klimagerecht sozial
inklusiv barrierefrei bedarfsgerecht zeitgemäß modern digital technisch baulich räumlich organisatorisch personell finanziell fachlich
inhaltlich strategisch konkret allgemein besonder wesentlich dringend notwendig erforderlich geeignet zweckmäßig angemessen ausreichend
zusätzlich ergänzend alternativ vergleichbar abgestimmt überarbeitet erweitert vereinfacht neu bestehend vorhanden leerstehend ungenutzt
zentral dezentral innerstädtisch ländlich ortsnah wohnortnah fußläufig überörtlich interkommunal grenzüberschreitend europäisch
jährlich halbjährlich monatlich regelmäßig einmalig befristet unbefristet freiwillig verpflichtend gesetzlich satzungsgemäß vertraglich
privat gemeinnützig ehrenamtlich hauptamtlich unabhängig extern intern federführend beteiligt zuständig betroffen umliegend angrenzend
benachbart historisch denkmalgeschützt kulturell sportlich touristisch gewerblich industriell landwirtschaftlich naturnah begrünt schattig
sicher sauber ruhig lebendig vielfältig attraktiv leistungsfähig belastbar tragfähig dauerhaft schrittweise stufenweise zügig frühzeitig`

const germanParticiples = `geprüft überarbeitet fortgeschrieben ausgewertet vorgestellt beraten abgestimmt beschlossen vorbereitet begonnen
abgeschlossen angepasst ergänzt erweitert verlängert verschoben aktualisiert bestätigt beauftragt ausgeschrieben vergeben umgesetzt
eingeleitet unterbrochen fortgeführt begleitet dokumentiert veröffentlicht ausgelegt erörtert bewertet untersucht entwickelt erarbeitet
erstellt vorgelegt übergeben angenommen abgelehnt zurückgestellt vertagt überwiesen finanziert gefördert bezuschusst gesichert gestärkt
vereinfacht gebündelt eingerichtet aufgebaut erneuert saniert modernisiert instandgesetzt errichtet erprobt eingeführt ausgebaut
verbessert beschleunigt koordiniert organisiert gesteuert überwacht kontrolliert berichtigt präzisiert konkretisiert gegliedert
zusammengefasst thematisiert angeregt gewürdigt befürwortet berücksichtigt aufgegriffen verworfen eingestellt gekürzt erhöht`

const germanInfinitives = `prüfen überarbeiten fortschreiben auswerten vorstellen beraten abstimmen vorbereiten beginnen abschließen anpassen
ergänzen erweitern verlängern aktualisieren bestätigen ausschreiben umsetzen einleiten fortführen begleiten dokumentieren
veröffentlichen erörtern bewerten untersuchen entwickeln erarbeiten erstellen vorlegen finanzieren fördern sichern stärken vereinfachen
bündeln einrichten aufbauen erneuern sanieren modernisieren erproben einführen ausbauen verbessern beschleunigen koordinieren
organisieren überwachen konkretisieren zusammenfassen berücksichtigen aufgreifen`

// germanSeparable are the first parts that let "zu" in between: vorzulegen.
const germanSeparable = `fort aus vor ab an um ein auf zusammen`

const germanAdverbs = `derzeit gegenwärtig zunächst weiterhin inzwischen mittlerweile bereits demnach daher deshalb somit ebenfalls
zudem außerdem darüber_hinaus insbesondere voraussichtlich planmäßig fristgerecht einvernehmlich vollständig teilweise überwiegend
grundsätzlich ausdrücklich unverzüglich schriftlich mündlich stichprobenartig erneut abermals nachträglich vorsorglich`

const germanOffices = `
n Amt Amtes - für Stadtgrün;n Amt Amtes - für Schulen und Sport;n Amt Amtes - für Wirtschaftsförderung;n Amt Amtes - für Hochbau
f Stadtkämmerei Stadtkämmerei -;n Rechtsamt Rechtsamtes -;n Umweltamt Umweltamtes -;n Sozialamt Sozialamtes -
n Straßen-_und_Tiefbauamt Straßen-_und_Tiefbauamtes -;n Stadtplanungsamt Stadtplanungsamtes -;n Ordnungsamt Ordnungsamtes -
n Gesundheitsamt Gesundheitsamtes -;n Jugendamt Jugendamtes -;n Hauptamt Hauptamtes -;n Personalamt Personalamtes -
m Geschäftsbereich Geschäftsbereichs - Umwelt und Kommunalwirtschaft;m Geschäftsbereich Geschäftsbereichs - Bildung und Jugend
m Eigenbetrieb Eigenbetriebs - Kindertagesstätten;m Eigenbetrieb Eigenbetriebs - Stadtentwässerung;f Branddirektion Branddirektion -
f Volkshochschule Volkshochschule -;n Stadtarchiv Stadtarchivs -;n Denkmalamt Denkmalamtes -;f Verkehrsleitzentrale Verkehrsleitzentrale -
n Bauaufsichtsamt Bauaufsichtsamtes -;n Liegenschaftsamt Liegenschaftsamtes -;f Stabsstelle Stabsstelle - Bürgerbeteiligung
n Kulturamt Kulturamtes -;n Standesamt Standesamtes -;n Rechnungsprüfungsamt Rechnungsprüfungsamtes -`

const germanCommittees = `
m Ausschuss Ausschusses - für Finanzen und Liegenschaften;m Ausschuss Ausschusses - für Stadtentwicklung und Bau
m Ausschuss Ausschusses - für Bildung;m Ausschuss Ausschusses - für Kultur und Tourismus;m Ausschuss Ausschusses - für Umwelt und Klima
m Jugendhilfeausschuss Jugendhilfeausschusses -;m Ältestenrat Ältestenrates -;m Stadtrat Stadtrates -;m Ortschaftsrat Ortschaftsrates -
m Stadtbezirksbeirat Stadtbezirksbeirates -;m Seniorenbeirat Seniorenbeirates -;m Betriebsausschuss Betriebsausschusses - für Bäder
m Sozialausschuss Sozialausschusses -;m Gestaltungsbeirat Gestaltungsbeirates -;m Naturschutzbeirat Naturschutzbeirates -`

// places are invented; both languages' lists name no real council.
const germanPlaces = `Elbmark Lindenau Hohenbruch Rabenstein Weidental Kaltwasser Brunnfeld Eichgrund Mühlhagen Sandhofen Birkenwalde
Oberau Niederhain Steinbach Rosental Klosterheide Wiesenburg Fährstadt Neuhof Altenried Marktrode Goldbach Erlengrund Hirschfelde
Schönborn Tannroda Heidekrug Wolfsberg Seelingen Ammerfeld Kirchhain Buchenau Reichswalde Torfhaus Langenau Königsried Grünthal Lauterbach
Hagenow Wendisch-Rietz Bad_Hohenau Groß_Lüben Klein_Lüben Sankt_Annen`

const germanStreets = `Bahnhofstraße Hauptstraße Schillerstraße Gartenweg Am_Markt Lindenallee Mühlgasse Uferpromenade Kastanienweg
Schlossplatz Ringstraße Brückenstraße Kirchgasse Am_Stadtgraben Dorfplatz Wiesenweg Fabrikstraße Industriestraße Neue_Gasse Hafenkai`

const germanFirst = `Anna Andreas Barbara Bernd Birgit Carsten Christine Claudia Dieter Dörte Elke Erik Eva Frank Friederike Gerd Gisela Hannes
Heike Helga Holger Ines Ingrid Jana Jens Joachim Jörg Julia Jutta Karin Karl-Heinz Katrin Klaus Kerstin Lars Lena Lutz Manfred Margit
Marion Martin Matthias Monika Nadine Nils Norbert Olaf Petra Peter Rainer Renate Rolf Rüdiger Sabine Sebastian Silke Stefan Susanne Sven
Thomas Torsten Ulrike Ursula Uwe Veronika Volker Werner Wolfgang Yvonne`

const germanLast = `Ackermann Albrecht Arnold Bachmann Barthel Baumann Beyer Böhme Brandt Brückner Busch Claußen Dietrich Döring Ebert Eichhorn
Engel Fiedler Förster Franke Friedrich Gebhardt Geißler Göbel Graf Großmann Günther Haase Hahn Hartung Heinrich Hempel Herzog Hübner
Jahn Jentzsch Kaiser Kästner Keller Kirsch Klemm Köhler König Krüger Kühn Kunze Lehmann Lindner Lorenz Ludwig Mehnert Meißner Naumann
Neubert Nowak Oelschlägel Opitz Pätzold Pfeiffer Pohl Quandt Reichelt Richter Römer Roth Sauer Schäfer Schiller Schlegel Schmieder
Schreiber Schubert Schuster Seifert Simon Sommer Stein Thiele Uhlig Ullrich Vogel Voigt Wagner Walther Weigel Winkler Wünsche Zeidler
Ziegler Zschoche`

const germanParties = `Bürgerbund Freie_Wähler Stadtliste Grüne_Liste Soziale_Mitte Zukunft_Stadt Heimatverein Offene_Liste`

const germanMonths = `Januar Februar März April Mai Juni Juli August September Oktober November Dezember`
