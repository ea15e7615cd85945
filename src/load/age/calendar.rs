//! The words of dates, in the languages that sites are translated into. See [`super::parse_date`].

/// The names of the months, in the languages that sites are translated into.
pub(super) const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń \
     sty января январь янв січня січень січ ocak oca tammikuuta tammikuu ledna leden led \
     ιανουαρίου ιανουάριος ιαν יינואר ינואר בינואר يناير ianuarie január januára",
    "february feb februar feber février févr fév febrero febbraio febr fevereiro fev februari \
     lutego luty lut февраля февраль фев лютого лютий лют şubat şub helmikuuta helmikuu února únor \
     φεβρουαρίου φεβρουάριος φεβ פברואר בפברואר فبراير februarie február februára",
    "march mar märz mär mrz mars marzo março maart mrt marca marzec марта март мар березня \
     березень бер mart maaliskuuta maaliskuu března březen μαρτίου μάρτιος μαρ מרץ במרץ مارس \
     marts martie március marec",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр квітня квітень \
     кві nisan nis huhtikuuta huhtikuu dubna duben απριλίου απρίλιος απρ אפריל באפריל أبريل إبريل \
     aprilie április apríla apríl",
    "may mai mayo maggio mag maio mei maja maj мая май травня травень тра mayıs toukokuuta \
     toukokuu května květen μαΐου μαίου μάιος μαι מאי במאי مايو május mája máj",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн червня червень \
     чер haziran haz kesäkuuta kesäkuu června červen ιουνίου ιούνιος ιουν יוני ביוני يونيو يونيه \
     iunie június júna jún",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл липня липень \
     temmuz tem heinäkuuta heinäkuu července červenec ιουλίου ιούλιος ιουλ יולי ביולי يوليو يوليه \
     iulie július júla júl",
    "august aug août agosto ago augustus sierpnia sierpień sie августа август авг серпня серпень \
     сер ağustos ağu augusti elokuuta elokuu srpna srpen αυγούστου αύγουστος αυγ אוגוסט באוגוסט \
     أغسطس augustus augusztus augusta",
    "september sep sept septembre septiembre settembre set setembro września wrzesień wrz сентября \
     сентябрь сен сент вересня вересень вер eylül eyl syyskuuta syyskuu září σεπτεμβρίου \
     σεπτέμβριος σεπ ספטמבר בספטמבר سبتمبر septembrie szeptember septembra",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik paź \
     октября октябрь окт жовтня жовтень жов ekim eki lokakuuta lokakuu října říjen οκτωβρίου \
     οκτώβριος οκτ אוקטובר באוקטובר أكتوبر octombrie október októbra",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя листопада \
     листопад лис kasım kas marraskuuta marraskuu listopadu νοεμβρίου νοέμβριος νοε נובמבר בנובמבר \
     نوفمبر noiembrie novembra",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień gru \
     декабря декабрь дек грудня грудень гру aralık ara joulukuuta joulukuu prosince prosinec \
     δεκεμβρίου δεκέμβριος δεκ דצמבר בדצמבר ديسمبر decembrie décembra decembra",
];

/// Days of the week, and small words that may stand in a date.
pub(super) const BETWEEN: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu \
     thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag \
     mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam \
     dim lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì \
     venerdì sabato domenica segunda terça quarta quinta sexta feira maandag dinsdag woensdag \
     donderdag vrijdag zaterdag zondag poniedziałek wtorek środa czwartek piątek sobota niedziela \
     понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа \
     четвер п ятниця субота неділя pazartesi salı çarşamba perşembe cuma cumartesi pazar måndag \
     tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantai tiistai \
     keskiviikko torstai perjantai lauantai sunnuntai pondělí úterý středa čtvrtek pátek neděle \
     at on the of um am_ den der le à a au el del de las los alle ore il do_ o w dia às as om op \
     kl klo v в о г года р року год saat день uhr uur hrs st nd rd th er min º ª h t в. kell ώρα στις";

/// Offsets that a name of a zone stands for, in minutes.
pub(super) const ZONES: [(&str, i32); 12] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("est", -300),
    ("edt", -240),
    ("pst", -480),
    ("pdt", -420),
];
