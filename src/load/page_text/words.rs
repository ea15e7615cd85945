//! The words that wpDiscuz and the pages around it print, in the languages that they come in.
//!
//! wpDiscuz prints what its translation, or the site's own setting, says; so each list holds the
//! known wordings, and is one string with a `|` between them. All are in the form that
//! [`super::chrome::key`] brings a line into: lower case, single spaces, no marks at the ends.
//!
//! The phrases are those of `options/class.WpdiscuzOptions.php` (wpDiscuz 7).

/// "Comments", beside their number.
pub(super) const COMMENTS: &str = "comment|comments|kommentar|kommentare|kommentaren|kommentarer|\
     commentaire|commentaires|comentario|comentarios|commento|commenti|comentário|comentários|\
     reactie|reacties|opmerking|opmerkingen|komentarz|komentarze|komentarzy|комментарий|\
     комментария|комментариев|комментарии|коментар|коментаря|коментарі|коментарів|коментари|\
     yorum|yorumlar|kommentti|kommenttia|kommentit|komentář|komentáře|komentářů|komentár|komentáre|\
     komentárov|σχόλιο|σχόλια|コメント|件のコメント|コメント件|评论|評論|条评论|條評論|则评论|則留言|留言|条留言|\
     댓글|개의 댓글|댓글 개|개 댓글|تعليق|تعليقات|تعليقا|تعليقًا|دیدگاه|نظر|תגובה|תגובות|bình luận|komentar|hozzászólás|\
     comentariu|comentarii";

/// The orders to sort by.
pub(super) const SORTS: &str = "newest|oldest|most voted|most reacted|hottest|top rated|\
     neueste|neuste|älteste|meiste bewertungen|meisten bewertungen|meistbewertet|meistbewertete|\
     am meisten bewertet|beste bewertung|best bewertet|beliebteste|meiste stimmen|meisten stimmen|\
     höchste bewertung|le plus récent|plus récent|les plus récents|plus récents|récents|\
     le plus ancien|plus ancien|les plus anciens|plus anciens|anciens|le plus populaire|\
     les plus populaires|populaires|plus de votes|le plus de votes|le plus voté|les plus votés|\
     plus votés|más nuevo|más nuevos|el más nuevo|más reciente|más recientes|el más reciente|\
     nuevos|recientes|más antiguo|más antiguos|el más antiguo|antiguos|más viejo|más viejos|\
     más votado|más votados|el más votado|los más votados|mejor valorados|più recente|più recenti|\
     il più recente|i più recenti|più nuovo|più nuovi|il più nuovo|più vecchio|più vecchi|\
     il più vecchio|i più vecchi|meno recente|meno recenti|più votato|più votati|il più votato|\
     i più votati|mais novo|mais novos|o mais novo|mais recente|mais recentes|o mais recente|\
     mais antigo|mais antigos|o mais antigo|mais velho|mais votado|mais votados|o mais votado|\
     mais votos|nieuwste|oudste|meest gestemd|meeste stemmen|best beoordeeld|meest gewaardeerd|\
     najnowsze|najnowszy|najstarsze|najstarszy|najwyżej oceniane|najwyżej ocenione|\
     najczęściej oceniane|najlepiej oceniane|najwięcej głosów|najpopularniejsze|новые|новее|\
     новейшие|сначала новые|самые новые|старые|старее|старейшие|сначала старые|самые старые|\
     популярные|самые популярные|большинство голосов|больше голосов|по рейтингу|нові|новіші|\
     найновіші|спочатку нові|старі|старіші|найстаріші|спочатку старі|популярні|найпопулярніші|\
     найбільше голосів|en yeni|en yeniler|en eski|en eskiler|en çok oy alan|en çok oy alanlar|\
     en çok oylanan|en çok oylananlar|beğenilenler|en beğenilen|nyaste|nyast|äldsta|äldst|\
     flest röster|mest röstade|nyeste|ældste|eldste|flest stemmer|mest stemte|mest stemt|uusin|\
     uusimmat|vanhin|vanhimmat|eniten ääniä|eniten äänestetty|äänestetyin|suosituimmat|nejnovější|\
     nejstarší|nejvíce hlasů|nejlépe hodnocené|nejvíce hodnocené|nejoblíbenější|νεότερα|νεότερο|\
     νεώτερα|παλαιότερα|παλαιότερο|παλιότερα|περισσότερες ψήφοι|περισσότερες ψήφους|πιο δημοφιλή|\
     最新|新しい順|新着順|最も新しい|最古|古い順|最も古い|投票数順|評価順|最も投票された|人気順|最多投票|最旧|最早|最舊|\
     投票最多|得票最多|最多票数|最高票|最多赞|最热|최신|최신순|최신 순|오래된|오래된순|오래된 순|최다 투표|투표순|가장 많은 표|\
     인기순|추천순|الأحدث|الأقدم|الأكثر تصويتا|الأكثر تصويتًا|الأعلى تصويتا|جدیدترین|قدیمی ترین|\
     החדש ביותר|הישן ביותר|החדשות ביותר|הישנות ביותר|הכי חדש|הכי ישן|הכי הרבה הצבעות|mới nhất|\
     cũ nhất|được bỏ phiếu nhiều nhất|legújabb|legrégebbi|legtöbb szavazat|cele mai noi|\
     cele mai vechi|cele mai votate|terbaru|terlama|paling banyak dipilih";

/// Labels that hardly any page but one with wpDiscuz prints.
pub(super) const LABELS: &str = "notify of|inline feedbacks|inline comments|view all comments|\
     new follow-up comments|new replies to my comments|benachrichtige mich bei|benachrichtigen|\
     benachrichtigung bei|benachrichtigen bei|benachrichtige mich zu|inline feedback|\
     inline-feedbacks|alle kommentare anzeigen|alle kommentare ansehen|zeige alle kommentare|\
     notification pour|notifier de|me notifier|notifications|commentaires en ligne|\
     afficher tous les commentaires|voir tous les commentaires|notificar de|notificarme de|\
     notifícame de|avisarme de|comentarios en línea|comentarios integrados|feedbacks en línea|\
     ver todos los comentarios|notificami|notifica di|avvisami|feedback in linea|\
     feedback nel testo|vedi tutti i commenti|visualizza tutti i commenti|mostra tutti i commenti|\
     notificar sobre|notificação de|notifique-me|feedbacks embutidos|feedbacks em linha|\
     comentários em linha|ver todos os comentários|exibir todos os comentários|\
     laat het weten als er|abonneren op|houd me op de hoogte|inline feedbacks bekijken|\
     inline reacties|bekijk alle reacties|toon alle reacties|alle reacties bekijken|powiadom o|\
     powiadamiaj o|informacje zwrotne w treści|opinie w linii|opinie w treści|\
     zobacz wszystkie komentarze|wyświetl wszystkie komentarze|pokaż wszystkie komentarze|\
     уведомить о|уведомлять о|межтекстовые отзывы|встроенные отзывы|\
     посмотреть все комментарии|показать все комментарии|просмотр всех комментариев|\
     сповістити про|повідомити про|сповіщати про|вбудовані відгуки|переглянути всі коментарі|\
     показати всі коментарі|bildir|şunu bildir|satır içi geri bildirimler|satır içi yorumlar|\
     tüm yorumları gör|tüm yorumları görüntüle|bütün yorumları göster|meddela om|meddela mig om|\
     notifiera om|inbäddad feedback|visa alla kommentarer|giv besked om|giv mig besked om|\
     vis alle kommentarer|se alle kommentarer|varsle om|gi beskjed om|ilmoita|ilmoita minulle|\
     sisäiset palautteet|näytä kaikki kommentit|upozornit na|upozorňovat na|oznámit|\
     vložené zpětné vazby|zobrazit všechny komentáře|ειδοποίηση για|ειδοποίησέ με για|\
     ενσωματωμένα σχόλια|δείτε όλα τα σχόλια|προβολή όλων των σχολίων|通知する|通知|\
     インラインフィードバック|すべてのコメントを見る|すべてのコメントを表示|全てのコメントを見る|提醒|通知我|内联反馈|\
     行内反馈|內嵌回饋|查看所有评论|查看全部评论|查看所有評論|알림|다음 알림|인라인 피드백|모든 댓글 보기|إعلام بـ|\
     أعلمني عن|نبهني عن|الملاحظات المضمنة|ردود الفعل المضمنة|عرض كل التعليقات|عرض جميع التعليقات|\
     بازخورد (feedback) های اینلاین|مشاهده همه دیدگاه ها|הודע לי על|משוב מקוון|הצג את כל התגובות|\
     phản hồi nội tuyến|xem tất cả bình luận|thông báo của|értesítés|összes megjegyzés megtekintése|\
     vezi toate comentariile|notifică despre|lihat semua komentar|beritahukan";

/// What a guest or a form is called; said on other pages too.
pub(super) const FORM: &str = "guest|label|subscribe|login|log in|sign in|email|e-mail|website|name|\
     your name|your email|article rating|connect with|disconnect|please login to comment|\
     login to comment|you must be logged in to post a comment|sort by|share|follow|\
     comments are closed|commenting is closed|this is closed comment thread|\
     gast|anmelden|abonnieren|einloggen|webseite|bitte anmelden um zu kommentieren|\
     artikelbewertung|beitragsbewertung|invité|s'abonner|s’abonner|connexion|se connecter|\
     site web|nom|évaluation de l'article|invitado|suscribir|suscribirse|acceso|acceder|\
     correo electrónico|sitio web|nombre|ospite|iscriviti|accedi|login per commentare|sito web|\
     nome|convidado|visitante|inscrever-se|subscrever|entrar|conectar|gast|abonneer|inloggen|\
     naam|gość|subskrybuj|zaloguj się|zaloguj|strona internetowa|imię|гость|подписаться|войти|\
     вход|сайт|имя|гість|підписатися|увійти|вхід|ім'я|misafir|ziyaretçi|abone ol|giriş|giriş yap|\
     e-posta|isim|gäst|prenumerera|logga in|webbplats|namn|gæst|abonner|log ind|gjest|abonnér|\
     logg inn|navn|vieras|tilaa|kirjaudu|kirjaudu sisään|nimi|host|odebírat|přihlásit|\
     přihlásit se|jméno|επισκέπτης|εγγραφή|σύνδεση|όνομα|ゲスト|購読|購読する|ログイン|名前|访客|游客|来宾|訪客|\
     订阅|訂閱|登录|登入|昵称|게스트|손님|구독|로그인|이름|ضيف|زائر|اشترك|الاشتراك|تسجيل الدخول|مهمان|اشتراک|אורח|\
     הירשם|התחבר|khách|theo dõi|đăng nhập|vendég|feliratkozás|vizitator|abonează-te|tamu";

/// What opens the part of a page that is about comments.
pub(super) const OPENINGS: &str = "join the discussion|start the discussion|join the conversation|\
     leave a reply|leave a comment|be the first to comment|post a comment|write a comment|\
     have your say|discussion|comments|an der diskussion teilnehmen|diskutieren sie mit|\
     diskutiere mit|beteilige dich an der unterhaltung|diskussion|kommentar verfassen|\
     schreibe einen kommentar|schreiben sie einen kommentar|kommentar schreiben|kommentare|\
     rejoindre la discussion|rejoignez la discussion|participez à la discussion|\
     participer à la discussion|laisser un commentaire|laissez un commentaire|commentaires|\
     únete a la discusión|únete a la conversación|deja una respuesta|deja un comentario|\
     comentarios|unisciti alla discussione|partecipa alla discussione|lascia un commento|commenti|\
     junte-se à discussão|participe da discussão|deixe um comentário|deixe uma resposta|\
     comentários|doe mee aan de discussie|praat mee|geef een reactie|laat een reactie achter|\
     reacties|dołącz do dyskusji|zostaw komentarz|dodaj komentarz|komentarze|\
     присоединиться к обсуждению|присоединяйтесь к обсуждению|добавить комментарий|\
     оставить комментарий|комментарии|приєднатися до обговорення|залишити коментар|коментарі|\
     tartışmaya katıl|yorum yap|yorum yaz|bir yorum yazın|yorumlar|delta i diskussionen|\
     gå med i diskussionen|lämna ett svar|lämna en kommentar|kommentarer|deltag i diskussionen|\
     skriv en kommentar|bli med i diskusjonen|legg igjen en kommentar|osallistu keskusteluun|\
     jätä kommentti|kommentit|zapojte se do diskuse|přidat komentář|napsat komentář|komentáře|\
     συμμετέχετε στη συζήτηση|αφήστε ένα σχόλιο|σχόλια|コメントを残す|ディスカッションに参加|コメント|加入讨论|\
     发表评论|參與討論|发表回复|评论|댓글 남기기|토론에 참여|댓글|انضم إلى المناقشة|اترك تعليقا|اترك تعليقاً|التعليقات|\
     הצטרף לדיון|הצטרפו לדיון|כתיבת תגובה|תגובות|tham gia thảo luận|bình luận";

/// "Reply to", before a name. The first list says "to"; a word of the second could start a sentence.
pub(super) const REPLY_TO: &str = "reply to|in reply to|replying to|in response to|antwort auf|\
     antwort an|antworten auf|antworte auf|als antwort auf|antworten an|répondre à|réponse à|\
     en réponse à|responder a|respuesta a|en respuesta a|respondiendo a|rispondi a|risposta a|\
     in risposta a|responder para|responder à|responder ao|resposta a|resposta para|\
     em resposta a|antwoord op|antwoord aan|antwoorden op|reactie op|reageer op|odpowiedź do|\
     odpowiedz do|odpowiedź dla|odpowiedź na|odpowiedz na|w odpowiedzi do|ответить на|ответ на|\
     в ответ на|ответ для|ответить для|відповісти на|відповідь на|відповідь для|у відповідь на|\
     yanıt ver|cevap ver|svara på|svar på|svar till|svar til|vastaa käyttäjälle|\
     vastaus käyttäjälle|odpovědět na|odpověď na|odpověď pro|reakce na|odpovedať na|απάντηση σε|\
     απάντηση στον|απάντηση στην|απάντηση στο|απάντηση προς|απαντήστε στον|返信先|回复给|回覆給|回复到|\
     에게 답글|에 대한 답글|رد على|الرد على|ردا على|ردًا على|پاسخ به|תגובה ל|השב ל|בתגובה ל|\
     trả lời|balas ke|balasan untuk|răspunde la|răspuns la|válasz erre|odgovori na";
pub(super) const REPLY_TO_BARE: &str = "antworten|antwort|répondre|responder|rispondi|beantwoorden|\
     beantwoord|antwoord|odpowiedz|odpowiedź|ответить|ответ|відповісти|відповідь|yanıtla|cevapla|\
     yanıt|cevap|svara|svar|besvar|vastaa|vastaus|odpovědět|odpověď|απάντηση|返信|回复|回覆|回應|\
     답글|답장|رد|השב|להגיב|balas|válasz|răspunde";

/// The button under a comment.
pub(super) const REPLY: &str = "reply|antworten|répondre|responder|rispondi|beantwoorden|antwoorden|\
     reageer|odpowiedz|ответить|відповісти|yanıtla|cevapla|yanıt ver|cevap ver|svara|svar|besvar|\
     vastaa|odpovědět|odpověz|απάντηση|返信|返信する|回复|回覆|답글|답글 달기|답장|رد|الرد|پاسخ|השב|הגב|trả lời|\
     balas|válasz|răspunde|odgovori";

/// Other things to press under a comment.
pub(super) const BUTTONS: &str = "share|edit|manage comment|comment link|vote up|vote down|like|\
     dislike|report|flag|quote|stick|unstick|close|open|delete|copy link|copied to clipboard|\
     share on x|share on twitter|share on facebook|share on whatsapp|share on vkontakte|\
     share on odnoklassniki|facebook|twitter|whatsapp|advertisement|awaiting for approval|teilen|\
     bearbeiten|melden|zitieren|kommentar-link|auf x teilen|auf twitter teilen|auf facebook teilen|\
     anzeige|partager|modifier|signaler|citer|publicité|compartir|editar|denunciar|publicidad|\
     condividi|modifica|segnala|compartilhar|delen|bewerken|melden|udostępnij|edytuj|zgłoś|\
     поделиться|редактировать|пожаловаться|цитировать|поділитися|редагувати|поскаржитися|paylaş|\
     düzenle|dela|redigera|del|rediger|jaa|muokkaa|sdílet|upravit|nahlásit|共有|編集|分享|编辑|举报|공유|\
     편집|신고|مشاركة|تعديل|שתף|ערוך";

/// Shows the replies that are folded away, or hides them.
pub(super) const SHOW_REPLIES: &str = "view replies|show replies|replies|view reply|antworten anzeigen|\
     antworten ansehen|zeige antworten|voir les réponses|afficher les réponses|ver respuestas|\
     mostrar respuestas|visualizza risposte|mostra risposte|vedi risposte|ver respostas|\
     mostrar respostas|bekijk reacties|bekijk antwoorden|toon reacties|toon antwoorden|\
     pokaż odpowiedzi|zobacz odpowiedzi|wyświetl odpowiedzi|показать ответы|посмотреть ответы|\
     просмотр ответов|показати відповіді|переглянути відповіді|yanıtları göster|yanıtları gör|\
     yanıtları görüntüle|cevapları göster|visa svar|vis svar|se svar|näytä vastaukset|\
     zobrazit odpovědi|προβολή απαντήσεων|δείτε τις απαντήσεις|返信を表示|返信を見る|查看回复|查看回覆|\
     답글 보기|عرض الردود|מיון תגובות|הצג תגובות|xem phản hồi|lihat balasan";
pub(super) const HIDE_REPLIES: &str = "hide replies|antworten verbergen|antworten ausblenden|\
     masquer les réponses|cacher les réponses|ocultar respuestas|nascondi risposte|\
     ocultar respostas|esconder respostas|verberg reacties|verberg antwoorden|ukryj odpowiedzi|\
     скрыть ответы|сховати відповіді|приховати відповіді|yanıtları gizle|cevapları gizle|dölj svar|\
     skjul svar|piilota vastaukset|skrýt odpovědi|απόκρυψη απαντήσεων|返信を隠す|返信を非表示|隐藏回复|\
     隱藏回覆|답글 숨기기|إخفاء الردود|הסתר תגובות|ẩn phản hồi";

/// "Last edited", before an age and a name.
pub(super) const EDITED: &str = "last edited|zuletzt bearbeitet|zuletzt editiert|zuletzt geändert|\
     dernière modification|dernière édition|modifié pour la dernière fois|última edición|\
     editado por última vez|última modificación|ultima modifica|modificato l'ultima volta|\
     última edição|editado pela última vez|última modificação|laatst bewerkt|laatst gewijzigd|\
     ostatnio edytowane|ostatnio edytowany|ostatnio edytowano|ostatnia edycja|\
     последнее редактирование|последний раз отредактировано|последний раз редактировалось|\
     отредактировано|востаннє редагувалося|востаннє відредаговано|останнє редагування|\
     son düzenleme|son düzenlenme|en son düzenleyen|senast redigerad|senast ändrad|sidst redigeret|\
     sist redigert|viimeksi muokattu|naposledy upraveno|naposledy upravil|τελευταία επεξεργασία|\
     最終編集|最后编辑|最後編輯|上次编辑|마지막 편집|마지막 수정|마지막으로 편집|آخر تعديل|נערך לאחרונה|sửa lần cuối|\
     lần sửa cuối";

/// Leads from a shortened text, or from the words an inline comment stands at, to the whole.
pub(super) const READ_MORE: &str = "read more|weiterlesen|mehr lesen|lire la suite|leer más|\
     leggi tutto|leggi di più|leia mais|ler mais|lees meer|lees verder|czytaj więcej|czytaj dalej|\
     читать далее|подробнее|читати далі|детальніше|devamını oku|daha fazla oku|läs mer|læs mere|\
     les mer|lue lisää|číst více|číst dále|διαβάστε περισσότερα|続きを読む|阅读更多|더 보기|더 읽기|\
     اقرأ المزيد|קרא עוד|xem thêm";

/// What comes behind the last comment.
pub(super) const ENDS: &str = "load more comments|load rest of comments|\
     would love your thoughts, please comment|insert|wpdiscuz|post navigation|previous post|\
     next post|previous article|next article|recent posts|recent comments|related posts|\
     related articles|related stories|you may also like|you might also like|most read|most popular|\
     popular posts|more from|newsletter|follow us|privacy policy|terms of use|terms of service|\
     terms and conditions|cookie policy|contact us|about us|back to top|all rights reserved|\
     proudly powered by wordpress|leave a reply|leave a comment|archives|mehr kommentare laden|\
     weitere kommentare laden|weitere kommentare anzeigen|lade mehr kommentare|beitragsnavigation|\
     beitrags-navigation|vorheriger beitrag|nächster beitrag|ähnliche beiträge|\
     das könnte sie auch interessieren|das könnte dich auch interessieren|neueste beiträge|\
     neueste kommentare|meistgelesen|impressum|datenschutz|datenschutzerklärung|nach oben|\
     charger plus de commentaires|charger d'autres commentaires|articles similaires|\
     articles récents|commentaires récents|navigation de l'article|navigation de l’article|\
     article précédent|article suivant|à lire aussi|mentions légales|\
     politique de confidentialité|cargar más comentarios|entradas relacionadas|\
     entradas recientes|comentarios recientes|navegación de entradas|artículos relacionados|\
     política de privacidad|aviso legal|carica altri commenti|carica più commenti|\
     articoli correlati|articoli recenti|commenti recenti|navigazione articoli|\
     informativa sulla privacy|carregar mais comentários|posts relacionados|posts recentes|\
     navegação de post|política de privacidade|meer reacties laden|laad meer reacties|\
     gerelateerde berichten|recente berichten|bericht navigatie|privacybeleid|\
     załaduj więcej komentarzy|wczytaj więcej komentarzy|podobne wpisy|ostatnie wpisy|\
     nawigacja wpisu|polityka prywatności|загрузить ещё комментарии|загрузить еще комментарии|\
     загрузить больше комментариев|больше комментариев|похожие записи|свежие записи|\
     свежие комментарии|навигация по записям|политика конфиденциальности|\
     завантажити більше коментарів|схожі записи|останні записи|навігація записів|\
     політика конфіденційності|daha fazla yorum yükle|daha fazla yorum|ilgili yazılar|son yazılar|\
     yazı gezinmesi|gizlilik politikası|ladda fler kommentarer|integritetspolicy|\
     indlæs flere kommentarer|last inn flere kommentarer|lataa lisää kommentteja|\
     tietosuojaseloste|načíst další komentáře|související články|ochrana osobních údajů|\
     φόρτωση περισσότερων σχολίων|σχετικά άρθρα|コメントをもっと読み込む|関連記事|最近の投稿|\
     プライバシーポリシー|加载更多评论|相关文章|近期文章|隐私政策|댓글 더 불러오기|댓글 더 보기|관련 글|\
     تحميل المزيد من التعليقات|سياسة الخصوصية|טען עוד תגובות|מדיניות פרטיות|tải thêm bình luận|\
     bài viết liên quan";

/// Navigation, buttons and the like at the head of a page.
pub(super) const NAVIGATION: &str = "x close|close|menu|main menu|open menu|close menu|search|home|\
     skip to content|skip to main content|skip to navigation|toggle navigation|navigation|log in|\
     login|sign in|sign up|register|my account|account|subscribe|subscribe now|newsletter|share|\
     share this|tweet|email|print|save|listen|facebook|twitter|linkedin|whatsapp|instagram|youtube|\
     reddit|telegram|copy link|follow|follow us|comments|advertisement|ad|sponsored|cookie settings|\
     accept|accept all|reject all|back|next|previous|x|schließen|menü|hauptmenü|suche|startseite|\
     zum inhalt springen|zum inhalt|anmelden|registrieren|abonnieren|abo|teilen|drucken|merken|\
     anzeige|werbung|fermer|aller au contenu|recherche|rechercher|accueil|connexion|se connecter|\
     s'abonner|partager|imprimer|publicité|cerrar|menú|saltar al contenido|ir al contenido|buscar|\
     inicio|iniciar sesión|suscribirse|suscríbete|compartir|imprimir|publicidad|chiudi|\
     vai al contenuto|cerca|accedi|abbonati|condividi|stampa|pubblicità|fechar|\
     pular para o conteúdo|ir para o conteúdo|saltar para o conteúdo|entrar|assine|assinar|\
     compartilhar|partilhar|publicidade|sluiten|ga naar de inhoud|spring naar inhoud|zoeken|\
     inloggen|abonneren|delen|advertentie|zamknij|szukaj|przejdź do treści|zaloguj|zaloguj się|\
     udostępnij|reklama|закрыть|меню|поиск|главная|войти|поделиться|перейти к содержимому|реклама|\
     закрити|пошук|головна|увійти|поділитися|перейти до вмісту|kapat|menü|ara|anasayfa|ana sayfa|\
     giriş|giriş yap|paylaş|içeriğe geç|reklam|stäng|meny|sök|hem|logga in|dela|\
     hoppa till innehåll|annons|luk|søg|log ind|del|annonce|lukk|søk|logg inn|hopp til innhold|\
     sulje|valikko|haku|etusivu|kirjaudu|jaa|siirry sisältöön|mainos|zavřít|hledat|domů|\
     přihlásit|sdílet|přejít k obsahu|inzerce|κλείσιμο|μενού|αναζήτηση|αρχική|σύνδεση|\
     διαφήμιση|閉じる|メニュー|検索|ホーム|ログイン|コンテンツへスキップ|広告|关闭|菜单|搜索|首页|登录|广告|닫기|메뉴|\
     검색|홈|로그인|광고|إغلاق|القائمة|بحث|الرئيسية|تسجيل الدخول|إعلان|סגור|תפריט|חיפוש|דף הבית|דלג לתוכן|\
     đóng|tìm kiếm|trang chủ|đăng nhập";

/// Parts of words by which a line between article and comments is known to ask for money or a login.
pub(super) const PITCHES: &str = "subscri|paid |journalism|become a member|membership|free trial|\
     sign in|log in|register|to comment|abonn|mitglied|anmeld|journalismus|s'inscrire|journalisme|\
     adhér|suscri|periodismo|hazte socio|iscriv|abbona|giornalismo|assin|jornalismo|lid worden|\
     journalistiek|subskry|prenumer|zaloguj|dziennikarst|подпис|підпис|журналистик|журналістик|\
     abone|gazetecili|tilaa|předplat|συνδρομ|δημοσιογραφ|購読|会員|订阅|会员|登录|구독|회원|اشترا|اشترك|מנוי|להתחבר";

/// Roles by the sense that the model has a word for.
pub(super) const AUTHORS: &str = "author|post author|autor|autorin|beitragsautor|auteur|autrice|\
     auteur de l'article|auteur/autrice|autore|autora|автор|автор статьи|yazar|författare|forfatter|\
     kirjoittaja|szerző|συντάκτης|συγγραφέας|投稿者|著者|作者|글쓴이|작성자|الكاتب|كاتب|מחבר|tác giả|penulis";
pub(super) const MODERATORS: &str = "moderator|moderatorin|mod|modérateur|modératrice|moderador|\
     moderadora|moderatore|модератор|moderatör|moderaattori|moderátor|συντονιστής|モデレーター|版主|\
     مشرف|מנחה";
/// Roles that keep the site's own word.
pub(super) const ROLES: &str = "admin|administrator|administratorin|administrateur|administrador|\
     amministratore|beheerder|администратор|админ|адміністратор|адмін|yönetici|administratör|\
     ylläpitäjä|správce|διαχειριστής|管理者|管理员|管理員|관리자|مدير|מנהל|editor|editorin|redakteur|\
     redakteurin|redaktion|éditeur|éditrice|redattore|redacteur|redactie|redaktor|редактор|editör|\
     redaktör|redaktør|toimittaja|編集者|编辑|편집자|محرر|עורך|contributor|mitarbeiter|contributeur|\
     colaborador|collaboratore|współpracownik|участник|subscriber|abonnent|abonnentin|abonné|\
     suscriptor|iscritto|assinante|subskrybent|подписчик|підписник|abone|member|mitglied|membre|\
     miembro|membro|lid|członek|член|üye|medlem|jäsen|člen|guest|gast|invité|invitado|ospite|\
     convidado|visitante|gość|гость|гість|misafir|ziyaretçi|gäst|gæst|gjest|vieras|host|\
     επισκέπτης|ゲスト|访客|游客|게스트|ضيف|زائر|אורח|khách|staff|team|user|customer|patron|supporter|\
     reader|trusted member|active member|eminent member|famed member|noble member|honorable member|\
     prominent member|illustrious member|reputable member|estimable member|new member";
/// What an icon says of a thread, where the copy has its words.
pub(super) const STATES: &str = "sticky|sticky comment thread|closed|closed comment thread|pinned|\
     online|offline|follow|unfollow|follow this user|angeheftet|geschlossen|épinglé|fermé|fijado|\
     cerrado|in evidenza|chiuso|fixado|fechado|vastgezet|gesloten|przypięty|zamknięty|закреплено|\
     закрыто|закріплено|sabit|kapalı|awaiting for approval|wartet auf freischaltung";

/// What a picture's text may say beside the name.
pub(super) const AVATARS: &str = "avatar|avatar of|avatar for|avatar photo|photo of|profile picture|\
     profile picture of|profile photo|profile photo of|picture of|avatar von|profilbild|profilbild von|\
     bild von|avatar de|photo de|photo de profil|foto de|foto de perfil|avatar di|foto di|avatar van|\
     foto van|awatar|zdjęcie|аватар|фото|avatarı|avatar för|profiilikuva|のアバター|的头像";

/// Before the writer's name at the head of an article.
pub(super) const BYLINES: &str = "by|written by|words by|story by|von|ein beitrag von|ein gastbeitrag von|\
     par|écrit par|por|escrito por|di|a cura di|door|przez|napisał|автор|текст|yazan|av|af|\
     kirjoittanut|napsal|autor|autorin|autore|auteur|author|text|από|του|文|著者|作者|글|بقلم|מאת|bởi|írta|de";

/// Before the date at the head of an article.
pub(super) const PUBLISHED: &str = "published|published on|published at|posted|posted on|updated|\
     last updated|first published|date|on|veröffentlicht|veröffentlicht am|erschienen am|stand|\
     aktualisiert am|am|vom|publié|publié le|mis à jour le|le|publicado|publicado el|actualizado|el|\
     pubblicato|pubblicato il|aggiornato il|il|publicado em|atualizado em|em|gepubliceerd|\
     gepubliceerd op|geplaatst op|op|opublikowano|dodano|data|опубликовано|дата|обновлено|\
     опубліковано|оновлено|yayınlanma|yayın tarihi|güncelleme|publicerad|publicerat|uppdaterad|\
     udgivet|publiceret|publisert|oppdatert|julkaistu|päivitetty|publikováno|zveřejněno|\
     δημοσιεύτηκε|δημοσιεύθηκε|公開日|投稿日|更新日|发布于|发表于|发布时间|작성일|게시일|입력|نشر في|تاريخ النشر|\
     פורסם|פורסם ב|đăng ngày";

/// What follows the name in a note about the writer.
pub(super) const ABOUT_VERBS: &str = "is|was|are|writes|teaches|lives|works|has|reports|covers|edits|ist|\
     schreibt|lebt|arbeitet|lehrt|war|est|écrit|vit|travaille|enseigne|es|escribe|vive|trabaja|è|\
     scrive|lavora|insegna|é|escreve|trabalha|schrijft|woont|werkt|jest|pisze|mieszka|является|\
     пишет|живёт|живет|є|пише|живе|är|skriver|bor|er|on|kirjoittaa|asuu|je|píše|žije|είναι|γράφει|–|—|-";

/// What such a note is likely to speak of.
pub(super) const ABOUT_HINTS: &str = "@|author|writer|journalist|columnist|editor|reporter|correspondent|\
     professor|lecturer|historian|analyst|researcher|fellow|critic|novelist|poet|economist|teacher|\
     freelance|book|blog|podcast|newsletter|university|autor|redakt|schriftsteller|historiker|\
     professur|dozent|buch|auteur|autrice|écrivain|rédact|historien|professeur|chercheu|livre|\
     periodista|escritor|profesor|historiador|investigador|libro|giornalist|scrittor|docente|storico|\
     libro|jornalista|escritora|professora|livro|schrijver|hoogleraar|boek|dziennikar|pisarz|\
     profesor|książk|журналист|писатель|историк|професс|автор|книг|журналіст|письменник|історик|\
     gazeteci|yazar|författare|forfatter|kirjailija|toimittaja|novinář|spisovatel|δημοσιογράφ|συγγραφέα";
/// The heading of such a note.
pub(super) const ABOUT: &str = "about the author|about the writer|about the authors|über den autor|\
     über die autorin|zum autor|zur autorin|à propos de l'auteur|l'auteur|sobre el autor|\
     sobre la autora|acerca del autor|l'autore|sull'autore|sobre o autor|sobre a autora|\
     over de auteur|o autorze|об авторе|про автора|yazar hakkında|om författaren|om forfatteren|\
     kirjoittajasta|o autorovi|σχετικά με τον συγγραφέα|著者について|关于作者|저자 소개|عن الكاتب|על המחבר";
