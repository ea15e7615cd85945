//! The words of [`super::parse_age`], in the languages that sites are translated into.
//!
//! Each list is one string of words, so that it can be read and extended like a dictionary entry.
//! All are in lower case; an apostrophe counts as a space.

/// What one of each unit is in seconds, and its names in full.
pub(super) const UNITS: &[(u32, &str)] = &[
    (
        1,
        "second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi \
         seconden sekunda sekundę sekundy sekund sekunder sekunti sekuntia sekunnin sekundami \
         sekundou vteřina vteřinu vteřiny vteřin vteřinami sekundami секунда секунду секунды \
         секунд секунди saniye δευτερόλεπτο δευτερόλεπτα 秒 秒钟 秒鐘 秒間 초 ثانية ثوان ثواني \
         ثوانٍ ثانیه שנייה שניה שניות giây detik másodperc másodperce másodperccel secunde secundă",
    ),
    (
        60,
        "minute minutes minuten minuto minutos minuti minuut minuta minutę minuty minut minutu \
         minuter minutter minutt minuutti minuuttia minuutin minutami minutou minútami минута \
         минуту минуты минут хвилина хвилину хвилини хвилин dakika λεπτό λεπτά 分 分钟 分鐘 分間 \
         분 دقيقة دقائق دقیقه דקה דקות phút menit perc perce perccel",
    ),
    (
        3_600,
        "hour hours stunde stunden heure heures hora horas ora ore uur uren godzina godzinę \
         godziny godzin timme timmar time timer tunti tuntia tunnin hodina hodinu hodiny hodin \
         hodinami hodinou час часа часов година годину години годин saat ώρα ώρες 時間 小时 小時 \
         个小时 個小時 시간 ساعة ساعات ساعت שעה שעות giờ jam óra órája órával oră",
    ),
    (
        86_400,
        "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dagar dage \
         dager dzień dni dnia den dny dní dnem dnů dňami день дня дней дні днів gün päivä päivää \
         päivän ημέρα ημέρες μέρα μέρες 日 日間 天 일 يوم أيام يوما يومًا روز יום ימים ngày hari \
         nap napja nappal zi zile",
    ),
    (
        604_800,
        "week weeks woche wochen semaine semaines semana semanas settimana settimane weken \
         tydzień tygodnie tygodni tygodnia týden týdny týdnů týdnem týždňami неделя неделю \
         недели недель тиждень тижні тижнів тижня hafta vecka veckor uge uger uke uker viikko \
         viikkoa viikon εβδομάδα εβδομάδες 週間 週 周 星期 个星期 個星期 주 주일 أسبوع أسابيع \
         أسبوعا هفته שבוע שבועות tuần minggu hét hete héttel săptămâni săptămână",
    ),
    (
        2_629_746,
        "month months monat monate monaten mois mes meses mese mesi mês maand maanden miesiąc \
         miesiące miesięcy miesiąca měsíc měsíce měsíců měsícem měsíci mesiacmi месяц месяца \
         месяцев місяць місяці місяців місяця ay månad månader måned måneder kuukausi kuukautta \
         kuukauden μήνας μήνα μήνες ヶ月 ヶ月間 か月 カ月 ケ月 ヵ月 箇月 个月 個月 月 개월 달 شهر \
         أشهر شهور شهرا ماه חודש חודשים tháng bulan hónap hónapja hónappal luni lună",
    ),
    (
        31_556_952,
        "year years jahr jahre jahren année années ans año años anno anni ano anos jaar jaren rok \
         lata lat roku roky let rokem lety rokmi год года лет рік роки років року yıl sene år \
         vuosi vuotta vuoden χρόνος χρόνο χρόνια έτος έτη 年 年間 년 سنة سنوات عام أعوام عاما \
         سال שנה שנים năm tahun év éve évvel ani",
    ),
];

/// Short names of units: a number with one of these is an age without a word for "ago".
pub(super) const SHORT_UNITS: &[(u32, &str)] = &[
    (1, "s sec secs sek seg sn сек сек"),
    (60, "m min mins minn dk мин хв λ"),
    (3_600, "h hr hrs std stdn st t sa godz hod tim ч u"),
    (86_400, "d tg j dn дн g"),
    (604_800, "w wk wks wo sem tyg týd нед"),
    (2_629_746, "mo mos mth mths mon mån mdr mies měs мес kk"),
    (31_556_952, "y yr yrs г л"),
];

/// Two of a unit in one word, as Hebrew and Arabic say it.
pub(super) const PAIRS: &[(u32, &str)] = &[
    (120, "دقيقتين دقيقتان"),
    (7_200, "שעתיים ساعتين ساعتان"),
    (172_800, "יומיים يومين يومان"),
    (1_209_600, "שבועיים أسبوعين أسبوعان"),
    (5_259_492, "חודשיים شهرين شهران"),
    (63_113_904, "שנתיים سنتين سنتان عامين عامان"),
];

/// "Ago", before or after the number: plugins put it where their pattern says, not the grammar.
pub(super) const AGO: &str = "ago earlier vor zuvor her früher vorher auparavant hace atrás atras há \
     ha faz fa geleden temu назад тому önce sedan siden sitten před pred prije преди πριν 前 以前 \
     之前 전 قبل منذ مضت پیش לפני trước lalu acum urmă ezelőtt tagasi";

/// "Ago" in several words.
pub(super) const AGO_PHRASES: &[&str] =
    &["il y a", "y a", "plus tôt", "yang lalu", "în urmă cu", "în urmă", "cách đây", "πριν από"];

/// What may follow a unit without a space to mean "ago".
pub(super) const GLUED_AGO: &[&str] = &["以前", "之前", "前", "전"];

/// Words that change nothing: "for" of Scandinavian "for … siden", "about", "of".
pub(super) const WEAK: &str = "for för about almost over nearly circa ca etwa ungefähr fast über \
     environ presque casi unos_ quasi cerca ongeveer około около примерно приблизно yaklaşık noin \
     asi περίπου 约 約 約 약 of de con_ cu";

/// One.
pub(super) const ONE: &str = "a one ein eine einem einer einen un une una uno um uma een één en ett \
     et bir jeden jedna jednu jedno jedną один одну одна одно μία μια ένα ένας έναν yksi yhden egy \
     một seorang 一 한";

/// A few: counted as three.
pub(super) const FEW: &str = "few couple several paar quelques unos unas varios pochi poche alcuni \
     alcune alguns algumas enkele kilka kilku несколько кілька birkaç några nogle noen muutama \
     několik několika λίγα μερικές μερικά 数 几 幾 몇 عدة بضع כמה vài beberapa néhány câteva";

/// "And" between a number of units.
pub(super) const AND: &str = "and und et y e en_ i и та ve och og ja a_ και و";

/// Whole lines that are an age without a number, in seconds.
pub(super) const PHRASES: &[(u32, &[&str])] = &[(
    0,
    &[
        "just now",
        "right now",
        "now",
        "a moment ago",
        "moments ago",
        "seconds ago",
        "gerade eben",
        "gerade jetzt",
        "eben gerade",
        "soeben",
        "eben",
        "jetzt",
        "vor kurzem",
        "vor wenigen augenblicken",
        "à l instant",
        "a l instant",
        "maintenant",
        "il y a un instant",
        "ahora mismo",
        "justo ahora",
        "ahora",
        "hace un momento",
        "hace instantes",
        "proprio ora",
        "adesso",
        "ora",
        "poco fa",
        "agora mesmo",
        "agora",
        "agora há pouco",
        "há instantes",
        "neste momento",
        "zojuist",
        "net",
        "nu",
        "juist nu",
        "zonet",
        "właśnie teraz",
        "przed chwilą",
        "teraz",
        "только что",
        "сейчас",
        "прямо сейчас",
        "щойно",
        "зараз",
        "прямо зараз",
        "şimdi",
        "şu anda",
        "az önce",
        "biraz önce",
        "şu an",
        "demin",
        "just nu",
        "nyss",
        "alldeles nyss",
        "lige nu",
        "akkurat nå",
        "nettopp",
        "nå",
        "juuri nyt",
        "äsken",
        "nyt",
        "právě teď",
        "právě nyní",
        "teď",
        "před chvílí",
        "μόλις τώρα",
        "τώρα",
        "αυτή τη στιγμή",
        "たった今",
        "今",
        "ちょうど今",
        "刚刚",
        "剛剛",
        "刚才",
        "现在",
        "此刻",
        "방금",
        "방금 전",
        "지금",
        "الآن",
        "الان",
        "للتو",
        "منذ لحظات",
        "همین الان",
        "הרגע",
        "עכשיו",
        "ממש עכשיו",
        "כרגע",
        "vừa xong",
        "ngay bây giờ",
        "baru saja",
        "sekarang",
        "most",
        "épp most",
        "chiar acum",
        "acum",
        "только сейчас",
    ],
)];

/// Today and yesterday, which may stand alone or before a time of day.
pub(super) const DAYS: &[(u32, &str)] = &[
    (
        43_200,
        "today heute hoy oggi hoje vandaag dzisiaj dziś сегодня сьогодні bugün idag dnes tänään \
         σήμερα 今日 今天 오늘 اليوم היום",
    ),
    (
        86_400,
        "yesterday gestern hier ayer ieri ontem gisteren wczoraj вчера вчора dün igår eilen včera \
         χθες χτες 昨日 昨天 어제 أمس אתמול",
    ),
    (172_800, "vorgestern antier avant-hier eergisteren przedwczoraj позавчера 一昨日 前天 그저께"),
];
