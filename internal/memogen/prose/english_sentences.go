package prose

// The slots of English templates: the, a, some: a noun phrase, definite, indefinite or plural; office, committee;
// pp a participle, verb an infinitive, adv an adverb.
const englishSentences = `{the} was {adv} {pp} in {month} {year} and presented to {committee}.
{office} has, together with {office2}, {pp} {a} and collected {some}.
{adv}, {some} are available which {office} will evaluate by the end of {year}.
A total of {pounds} has been set aside for {the} in the {year} budget.
{the} is {adv} the subject of {some} and cannot yet be {pp}.
Within {the}, {number} of {number2} projects have been {pp}.
{office} points out that {the} cannot be {pp} without {a}.
Following talks with {office}, members are advised to {verb} {the}.
{some} are set out in the appendix to this paper.
{committee} took note of {the} at its meeting on {meetingday}.
At present prices {the} will cost about {pounds}.
Together with {some}, {the} is to be {adv} {pp}.
Besides {the}, the paper covers {the2} and {some}.
In {place} and {place2}, {some} were held and some {number} people attended.
With this, {the} has been {adv} {pp}; {a} will follow in {month} {year}.
The consultation on {the} went ahead as planned and led to {a}.
In the view of {office} there is no reason to {verb} {the}.
Since {year}, {office} has worked to {verb} {the} and to attract {some}.
A first step was {a}; the next one is {the}.
Because of {the}, work in {place} could not begin before {month} {year}.
{some} in {place} were {adv} {pp}.
This requires {a}, for which no money has been set aside so far.
{the} is {adv} looked after by {office}.
Whether {the} can be {pp} depends on {the2}.
{office} has inspected {some} at {number} sites.
The findings will be {pp} and laid before {committee} in {month} {year}.
Compared with the previous year, the number of {some} rose by {percent} per cent.
{number} objections were raised to {the} and have been {adv} {pp}.
The grant was approved by letter of {date} and must be spent before the end of {year}.
{the} counts as {a}, since {some} come together there.
Provided that {the} is {pp}, {office} can begin with {the2}.
Against this background it seems sensible to {verb} {the}.
Officers have gathered {some} and turned them into {a}.
Pre- and post-completion checks are as important here as {the}.
{the} will proceed in two stages: first {the2}, then {the3}.
With regard to {the}, members are referred to {ref}.
The decision on {ref} is not affected by this.
Reference is made to {the} in the minutes of {sref}.
{the} is {a} within the meaning of standing orders.
The contract for {the} was awarded on {date} to a company from {place}.
Residents in {place} received a leaflet about {the}.
A decision on {the} is expected in the {quarter} quarter of {year}.
{the} is supported by {number} parishes, among them {place}, {place2} and {place3}.
Neither {the} nor {the2} has given rise to complaints.
{office} proposes to limit {the} to {number} places.
In addition, {a} has been {pp}; the consultants will report in {month}.
Staff costs of {pounds} will be met by {office}.
At the corner of {street} and {street2}, {a} is under construction.
The legal basis is {the} as amended on {date}.
For questions, {office} can be reached on extension {phone}.`

const englishOrders = `to {verb} {the} and to report to {committee}
to submit {a} by {month} {year} which brings together {the} and {some}
to examine with {office} how {the} can be {pp}
to add {some} to {the}
to set aside the sum of {pounds} for {the}
to open talks with {place} and {place2} on {the}
to ensure that {the} is {adv} {pp}
to provide {some} in {place} and to {verb} {the}
to {verb} {the} with the help of {some}`

const englishTitles = `{topic} in {place}: {the0} to be {pp}
{mod} and {mod2} – {a0} for {place}
Progress on {the} and on {some}
Dealing with {some} in {place}
{the0} for {place}, {place2} and {place3}
Report on {the} and related {mod} matters
{topic} first: how to {verb} {the} by {year}
Construction of {a} at {street}
The future of {the} and of {the2}`

const englishQuestions = `Which {some} are planned for {the}?
What will {the} cost in {year} and {year2}?
By what date will {the} be {pp}?
In which parishes are {some} missing?
What conclusions does {office} draw from {the}?
How many {some} have been {pp} since {year}?
Who is responsible for {the}, and how is {committee} involved?`

const englishTopics = `Cycling Housing Learning Culture Access Climate Volunteering Safety Tourism Transport Heritage Play Sport Health
Drainage Lighting Openness Recycling`

const englishTables = `Project|Year|Cost in pounds;Parish|Number|Share in per cent;Committee|Date|Result;Measure|Start|End`
const englishVerdicts = `approved;rejected;deferred;noted;approved as amended;referred back`
