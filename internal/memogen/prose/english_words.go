package prose

// englishHeads end noun phrases: singular and plural.
const englishHeads = `plan plans;programme programmes;report reports;review reviews;policy policies;strategy strategies;scheme schemes
committee committees;panel panels;survey surveys;budget budgets;project projects;contract contracts;agreement agreements;grant grants
proposal proposals;measure measures;facility facilities;building buildings;site sites;network networks;service services;office offices
inspection inspections;licence licences;permit permits;register registers;assessment assessments;study studies;forecast forecasts
timetable timetables;guideline guidelines;standard standards;framework frameworks;partnership partnerships;campaign campaigns
workshop workshops;consultation consultations;hearing hearings;tender tenders;estimate estimates;allocation allocations;fund funds
fee fees;charge charges;tariff tariffs;subsidy subsidies;rebate rebates;reserve reserves;target targets;indicator indicators
benchmark benchmarks;audit audits;database databases;map maps;archive archives;depot depots;workforce workforces;vacancy vacancies
contractor contractors;supplier suppliers;resident residents;tenant tenants;volunteer volunteers;officer officers;adviser advisers
working_group working_groups;task_force task_forces;steering_group steering_groups;draft drafts;amendment amendments;by-law by-laws
ordinance ordinances;clause clauses;schedule schedules;appendix appendices;corridor corridors;junction junctions;crossing crossings
footpath footpaths;shelter shelters;drain drains;culvert culverts;embankment embankments;playground playgrounds;nursery nurseries
library libraries;museum museums;theatre theatres;market markets;cemetery cemeteries;allotment allotments;orchard orchards
woodland woodlands;reservoir reservoirs;pumping_station pumping_stations;substation substations;workshop_hall workshop_halls
boundary boundaries;parish parishes;district districts;quarter quarters;neighbourhood neighbourhoods;settlement settlements`

const englishModifiers = `traffic parking cycling walking rail tram bus ferry harbour bridge road street lighting drainage flood water sewage
waste recycling energy heating solar climate air noise soil tree park garden river coastal heritage conservation archive library museum
festival sports swimming youth childcare school college training apprenticeship employment housing rent tenancy homelessness planning
building demolition refurbishment maintenance procurement contract finance tax revenue capital insurance pension payroll staff
recruitment equality inclusion disability health hospital ambulance fire emergency safety police licensing food hygiene animal veterinary
cemetery market trade business retail tourism innovation research digital data broadband software telephone records statistics election
boundary parish district regional county community volunteer charity membership visitor access mobility delivery freight warehouse depot
vehicle fleet fuel snow gritting cleaning litter graffiti signage mapping survey inspection audit risk quality performance complaints
press communication translation legal property land estate lease valuation allotment woodland wildlife pollution footway verge square`

const englishAdjectives = `municipal local regional public joint future former current provisional final medium-term long-term short-term
comprehensive detailed transparent binding lawful economic prudent sustainable ecological social inclusive accessible adequate modern
digital technical structural spatial organisational financial professional strategic specific general particular essential urgent
necessary suitable appropriate sufficient additional supplementary alternative comparable agreed revised extended simplified new existing
available vacant unused central decentralised urban rural nearby neighbouring adjacent surrounding historic listed cultural seasonal
commercial industrial agricultural natural shaded safe clean quiet lively diverse attractive efficient resilient viable permanent gradual
phased prompt early annual quarterly monthly regular temporary voluntary mandatory statutory contractual private charitable independent
external internal responsible affected proportionate balanced affordable measurable cautious ambitious modest outstanding preliminary`

const englishParticiples = `examined revised updated evaluated presented discussed agreed adopted prepared started completed adjusted amended
extended postponed confirmed commissioned advertised awarded implemented initiated suspended continued supervised documented published
displayed debated assessed investigated developed drafted submitted delivered accepted rejected deferred withdrawn referred funded
subsidised secured strengthened simplified combined established renewed refurbished repaired constructed tested introduced expanded
improved accelerated coordinated organised monitored inspected corrected clarified summarised raised welcomed supported considered
abandoned discontinued reduced increased reviewed endorsed negotiated circulated recorded verified approved costed scheduled`

const englishVerbs = `examine revise update evaluate present discuss prepare complete adjust amend extend confirm commission advertise award
implement initiate continue supervise document publish display assess investigate develop draft submit fund secure strengthen simplify
combine establish renew refurbish repair test introduce expand improve accelerate coordinate organise monitor inspect correct clarify
summarise support consider reduce increase review endorse negotiate circulate verify approve schedule`

const englishAdverbs = `currently meanwhile initially subsequently accordingly therefore consequently furthermore moreover largely partly
fully formally informally promptly unanimously provisionally repeatedly jointly separately carefully broadly generally expressly
previously recently gradually substantially satisfactorily independently`

const englishOffices = `the Highways Department;the Finance Office;the Parks Service;the Legal Office;the Planning Department
the Housing Office;the Environmental Health Office;the Records Office;the Estates Department;the Licensing Office
the Education Department;the Library Service;the Electoral Office;the Drainage Board;the Public Works Department
the Personnel Office;the Museums Service;the Trading Standards Office;the Harbour Office;the Procurement Office`

const englishCommittees = `the Finance Committee;the Planning Committee;the Town Council;the Environment Committee;the Education Committee
the Audit Committee;the Housing Committee;the Culture and Tourism Committee;the Parish Liaison Committee;the Standing Orders Committee`

const englishPlaces = `Ashmere Brackenford Coldwater Dunmarsh Eastholme Fernleigh Greywick Harrowgate Inglesby Kelverton Lowmoor Marshfield
Netherby Oakhanger Pennarth Quarrington Ravensholt Saltmere Thornbury_Cross Underhill Vale_End Westering Wickham_Bridge Yarrowdale
Alderton Birchcombe Cranfold Deepdene Elmstead Foxley Gorsehill Hatherden Ivybridge_Moor Kingsmead Larkhill Millbrook Northcott Otterby
Priorsgate Rushmere Stonewell Tidemouth Uppermill Whitlow`

const englishStreets = `Station_Road High_Street Church_Lane Mill_Lane Harbour_Road Chestnut_Avenue Orchard_Way Market_Place Castle_Street
Bridge_Street Victoria_Road Quay_Street School_Lane Meadow_View Foundry_Street Priory_Road Canal_Walk Abbey_Close`

const englishFirst = `Alice Andrew Beatrice Benjamin Catherine Charles Daniel Dorothy Edward Eleanor Fiona Frederick George Grace Hannah
Harold Helen Henry Isabel James Janet Jonathan Katherine Laura Leonard Margaret Martin Nicholas Nora Oliver Patricia Paul Rebecca Richard
Robert Rosemary Ruth Samuel Simon Stephen Susan Thomas Victoria Walter William`

const englishLast = `Abbott Ainsworth Barlow Bennett Bradshaw Carter Chambers Clayton Coleman Cooper Dalton Dawson Ellison Fairfax Fletcher
Gardner Gibson Grantham Hargreaves Harper Hartley Hodgson Holloway Hughes Ingram Jarvis Kendall Kingsley Lambert Langley Marsden Mercer
Middleton Norris Osborne Palmer Parkinson Pemberton Prescott Radcliffe Redfern Rowntree Sanderson Sheldon Shepherd Stanton Stokes Sutton
Tanner Thornton Turner Underwood Wakefield Walton Whitaker Winslow Woodward Yates`

const englishParties = `Residents_Alliance Independent_Members Civic_Union Green_List Harbour_Group Town_and_Country_Group`

const englishMonths = `January February March April May June July August September October November December`
