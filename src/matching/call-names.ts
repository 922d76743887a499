/**
 * Call names and the given name they stand for, so that Lies and Elisabeth meet in sounds. Our own table, from general
 * knowledge of Dutch, Polish, Ukrainian, Russian and English names; a call name of several given names stands with the
 * one it is most often short for, and one of both sexes stays out where the given names sound apart.
 */
import { tidyWord } from './name-words.ts'
import { soundCode } from './sound-code.ts'

/** Given name first, then the forms people go by and the forms of other languages that sound too far from it. */
const families = `
adriaan ad adrie arie arjan arjen adrianus janus ariaan
adriana ariane adriane jaantje
agnieszka aga agusia
albert bert albertus bertus
aleida alie aleid alida aaltje aleidis
aleksander olek alek alex aleksandr oleksandr alexander sasha sascha sasja sashko sanya alik sander xander
aleksandra ola oleksandra alexandra sandra xandra
aleksei oleksii oleksiy alexei aleksey aljosja alyosha ljosja lyosha
alfons fons alfonsus alphonsus
anastasiia nastya nastja nastia anastasija
andrzej jedrek andrii andrei andrey andriy andrew andy andreas dries andries
anna an anneke annie ans anja ania anka anya hanna
antonius ton teun teunis antoon antonie anthonie anthony tony theunis tonnie antonij
arnoldus arnold nol noud arno
barbara basia barb
bartholomeus bart bartel mees meeus bartosz bartek bartlomiej
benjamin ben benny benjamijn
bernardus berend bernd bernard barend bernhard
boguslawa bogusia bogna
catharina trijntje trijn kaatje toos katrijn cato karin katja kathy cathy kate katie kasia katarzyna kateryna katya katia ekaterina yekaterina jekaterina catherine rina tineke trynke
charles charlie karel carolus
christiaan chris kris christianus
christina stien stientje tina tine christien christine kristina krysia krystyna
christopher kit krzysztof krzysiek krzys kristof christoffel
cornelia corrie cora nel neeltje nelleke nelly nellie corry cornelie
cornelis kees cees nelis corneel cornelius
daniel dan danny danek danylo danilo
daria dasha dasja darya
dariusz darek
david dave dawid
debora debbie deb deborah
dirk dick diederik theodoricus derk diderik
dmytro dmitri dima dmitrij mitya
dorothea dorien door dorothy dorota dorotka
edward ed eddy ted eduard eddie ned edek edu eduardus
elisabeth lies liesbeth els elly elsje bep bets betje betsy betty beth liz lizzy elise lisa ela elzbieta elka lisette elisabet elizabeth yelyzaveta yelizaveta liza lisbeth liesje elie
eugeniusz gienek yevhen evgeni jevgeni yevgeni zhenya zjenja eugene evheniy evhen
ewa ewka
filippus flip philip phil filip
francisca cisca sisca ciska fransje franka franciszka francien
franciscus frans francis frank franciszek franek
frederik freek frits fred freddy fredericus fritz
geertruida truus trudy trui geertje geertrui truusje gertrude truida
gerarda gerda gerardina gerritje gerdina
gerardus gerard geert gerrit gerhard ger gerhardus
gijsbertus gijs gijsbert
godefridus govert fried
grzegorz grzes grzesiek hryhorii hryhoriy grigori grigory grisha gregorius gregory greg goris
halyna galina halia galya halja galja
heleen lena leny leni helena leentje olena elena yelena jelena helene hela helenka alena lenie heleentje
hendrik henk harrie hein henricus rik hendricus henri hendrikus heinrich henryk henry harry
hendrika rika riek riekje hendrikje hendrina henrica henrika henriette jet jetje
heorhii georgi heorhiy georgy george gosha zhora
hieronymus jeroen hieronimus jerome
hubertus huub huib huibert hubert
ignatius ignaas naas ignace
ihor igor
ioanna joanna asia joasia yoanna
iryna irina ira irka irena
ivan vanya wanja vanja
izabela iza isabella isa
jacoba coba koosje jacomina jacobje jakoba cobi
jacobus jaap koos ko jacob sjaak cobus jakob kobus jacco jakub kuba jacques yakiv yakov
jadwiga jadzia hedwig hedy
james jim jimmy
jaroslaw jarek yaroslav
jerzy jurek
johanna joke hanneke janna jannie jans johanneke jannetje hannie jannigje jopie janneke
johannes jan johan hans hannes johnny john jannes joannes joop janek jasiek joan janusz
jolanta jola jolanda yolanda jolanthe
jonathan jon jonny
joris sjors
joseph jos joep sjef jozef josef joe joey josephus joost jozek jef osip yosyp
josephina josje fien fientje josefien josefina jozefien
jurij yurii yura jura yuriy iurii
kazimierz kazik kazek
klaas nicolaas niek nico klaus nikolaas nicholas nick nicolaus nicky mikolaj mykola nikolai nikolaj kolya kolja nicolae nicolai
ksenia xenia aksinja
lambertus lambert lammert lam
laurentius laurens lars louw laurent lourens lawrence larry wawrzyniec rens
leonardus leo leendert leonard leon len lenaert
liudmyla lyudmila lyuda ljoeda ludmila ljudmila luda
lodewijk lowie lode ludovicus louis ludwig
lucas luuk luc luke lukas lukasz
magdalena magda madeleine magdalene madzia
maksym maks maxim maksim max
malgorzata gosia malgosia goska
margaretha greet griet margriet greetje grietje margreet marga gretha margareta gre margot meg maggie peggy margaret rita greta margje grete riet marharyta margarita
maria marie mia mieke marijke marieke miep mies ria rie marietje marysia mania masha masja mariya maryia mary marja maaike mariette mariska mariken
marianna marianne marjan marjanne
martha marthe marta martje
martinus martin maarten tinus martijn marcin merten
matthias matthijs thijs mathieu matthew matt tijs maciej maciek mateusz matheus matteo teeuwis theeuwes matvii matvei
melchior mels
michael mike michiel chiel michel micha mick michal mykhailo mikhail misha misja mykhaylo michail mykhajlo
miroslaw mirek myroslav
natalia natasja natasha nata natalka natalja nataliya natali natalie
oleh oleg
patricia pat patty trish tricia
pavlo pavel pasha pawel paul pauwel paulus pasja
petronella pietje pieternel petra pieternella pietronella pietertje
petrus piet pieter peter pier piotr piotrek petro pyotr petja petya pete pjotr
quirinus krijn quirijn
rebecca becky rebekka
reinier rein reinder reinhard reinout
richard rick ricky rich rysiek ryszard
robert rob bob robbie bobby robrecht
rogier rutger rutgerus
rudolf ruud rudi rudy dolf
samuel sam sammy
sebastiaan bas bastiaan seb
serhii sergei sergey serhiy seryozha serjozja sergej sergii sergiy
simon siem siemen symen symon szymon
slawomir slawek
sofia sonya sonja zofia zosia sofie sophie fie sophia sofiya sofija
stanislaw staszek stach stasiek stas stanislav
stefan stef steven stephanus stijn steve szczepan stephen stefanus
susanna suus suze sanne sanneke susan sue zuzanna zuza suzanna suzanne
svitlana svetlana sveta swetlana svetka
tadeusz tadek thaddeus
tetiana tatiana tanya tanja tania tetjana tatjana tatyana
theodora dora thea doortje
theodorus theo dorus teodor fedir fyodor fedor theodoor
theresia trees therese teresa terenia tereska theresa resi
thomas tom tomasz tomek tommy tomas maas
urszula ula ursula
valentyna valentina valya valja
vasyl vasili vasya vasja vasily wasyl
viktor vitya vic victor wiktor
viktoriia vika victoria vicky wiktoria viktoriya
vincentius vincent cent vince wincenty
violetta wiola wioletta
vitalii vitalik vitaly vitaliy
volodymyr vladimir vova volodya vladimyr wladimir vladimer volodja wlodzimierz wlodek
wilhelmina willemien mina mien wilma helma willemijn minke willemina mieneke
willem wim wilhelmus william bill helmus pim billy wiel
wojciech wojtek adalbert
yevheniia evgenia evheniia jevgenia yevgenia eugenia evgeniya
yuliia julia julka yulya joelia iuliia juliya
zbigniew zbyszek
zygmunt zyga sigismund
`

function readFamilies(): ReadonlyMap<string, string> {
  const lines = families.trim().split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [root = '', ...forms] = line.split(' ').map(tidyWord)
      return [root, ...forms].map((form) => [form, root] as const)
    }),
  )
}

const givenNames = readFamilies()

/** A code of so many sounds belongs to one name, so that spellings which are not in the table find it by sound. */
const tellingSounds = 5

const givenNamesBySound: ReadonlyMap<string, string> = new Map(
  [...givenNames]
    .map(([form, root]) => [soundCode(form), root] as const)
    .filter(([sound]) => sound.length >= tellingSounds)
    .reverse(),
)

/** The given name for which a normalised word is a call name, or the word itself. */
export function givenNameOf(word: string): string {
  return givenNames.get(word) ?? givenNamesBySound.get(soundCode(word)) ?? word
}
