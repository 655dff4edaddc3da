package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * What Windows, the GNU C library and PostgreSQL say in the language of the machine they run on: the text that an English
 * one would be recognised by arrives in German, French, Spanish, Portuguese, Italian, Polish, Russian, Chinese, Japanese
 * or Korean.
 */
final class TranslatedRules {

    private static final String WINDOWS = "Windows Sockets error messages in translation";
    private static final String GLIBC = "Messages of the GNU C library and of Windows in translation";
    private static final String POSTGRES = "PostgreSQL message catalogues in translation";

    /** 10061 and ECONNREFUSED. */
    static final Condition REFUSED = says("""
            da der zielcomputer die verbindung verweigerte | verbindungsaufbau abgelehnt | verbindung verweigert
            l ordinateur cible l a expressément refusée | connexion refusée
            el equipo de destino denegó expresamente | conexión rehusada | conexión rechazada
            a máquina de destino as recusou ativamente | conexão recusada | rifiuto persistente del computer di destinazione | connessione rifiutata
            komputer docelowy aktywnie go odmawia | połączenie odrzucone | компьютер отверг запрос на подключение | в соединении отказано
            由于目标计算机积极拒绝 | 拒绝连接 | 连接被拒绝 | 無法連線 因為目標電腦拒絕連線 | 因為目標電腦拒絕連線
            対象のコンピューターによって拒否されたため | 接続を拒否されました | 대상 컴퓨터에서 연결을 거부했으므로
            hedef makine etkin olarak reddettiğinden
            """);

    private TranslatedRules() {}

    static List<Rule> all() {
        return List.of(
                auto("translated.refused", NETWORK, WINDOWS + ": 10061", REFUSED),
                auto("translated.reset", NETWORK, WINDOWS + ": 10054, 10053", says("""
                        verbindung wurde vom remotehost geschlossen | vom kommunikationspartner zurückgesetzt
                        connexion existante a dû être fermée par l hôte distant | connexion ré-initialisée par le correspondant
                        conexión existente por el host remoto | conexión reinicializada por la máquina remota | interrupción de una conexión existente
                        cancelamento de uma conexão existente pelo host remoto | conexão fechada pela outra ponta
                        interrotta forzatamente dall host remoto | połączenie zostało gwałtownie zamknięte
                        принудительно разорвал существующее подключение | соединение разорвано другой стороной
                        远程主机强迫关闭了一个现有的连接 | 你的主机中的软件中止了一个已建立的连接 | 您的主机中的软件中止了一个已建立的连接 | 连接被对方重置 | 连接被对端重置
                        遠端主機已強制關閉一個現存的連線 | 既存の接続はリモート ホストに強制的に切断されました
                        현재 연결은 원격 호스트에 의해 강제로 끊겼습니다
                        """)),
                auto("translated.no-host", NETWORK, WINDOWS + ": 11001", says("""
                        der angegebene host ist unbekannt | es ist kein solcher host bekannt | hôte inconnu | host desconocido | este host não é conhecido
                        host sconosciuto | nieznany host | этот хост неизвестен | 不知道这样的主机 | 無法識別這台主機 | そのようなホストは不明です
                        """)),
                auto("translated.timed-out", TIMEOUT, WINDOWS + ": 10060", says("""
                        zeitspanne nicht richtig reagiert hat | die wartezeit für die verbindung ist abgelaufen | zeitüberschreitung bei der anforderung
                        n a pas répondu convenablement au-delà d une certaine durée | expiration du délai d attente
                        no respondió adecuadamente tras un periodo de tiempo | expiró el tiempo de conexión | tiempo de espera agotado
                        não respondeu corretamente após um período de tempo | tempo esgotado para conexão | tempo limite esgotado
                        за требуемое время не получен нужный отклик | время ожидания соединения истекло
                        连接尝试失败 | 连接超时 | 操作超时 | 请求超时 | 執行逾時過期 | 接続がタイムアウトしました | タイムアウトしました
                        """)),
                auto("translated.disk", RESOURCE_EXHAUSTED, GLIBC + ": ENOSPC", says("""
                        kein speicherplatz mehr verfügbar | nicht genug speicherplatz auf dem datenträger | aucun espace disponible sur le périphérique
                        espace insuffisant sur le disque | no queda espacio en el dispositivo | espacio en disco insuficiente
                        não há espaço disponível no dispositivo | espaço insuficiente no disco | на устройстве не осталось свободного места
                        недостаточно места на диске | 设备上没有空间 | 磁盘空间不足
                        """)),
                afterFix("translated.permission", AUTH, GLIBC + ": EACCES", says("""
                        keine berechtigung | zugriff verweigert | permission non accordée | accès refusé | permiso denegado | acceso denegado
                        permissão negada | acesso negado | accesso negato | odmowa dostępu | отказано в доступе | 权限不够 | 拒绝访问 | 存取被拒
                        アクセスが拒否されました | 許可がありません
                        """)),
                afterFix("translated.missing", CONFIGURATION, GLIBC + ": ENOENT", says("""
                        datei oder verzeichnis nicht gefunden | system kann die angegebene datei nicht finden | system kann den angegebenen pfad nicht finden
                        aucun fichier ou dossier de ce type | le fichier spécifié est introuvable | no existe el archivo o el directorio | no existe el fichero o el directorio
                        no puede encontrar el archivo especificado | arquivo ou diretório não encontrado | arquivo ou diretório inexistente
                        o sistema não pode encontrar o arquivo especificado | нет такого файла или каталога | не удается найти указанный файл
                        没有那个文件或目录 | 系统找不到指定的文件 | 系统找不到指定的路径 | 系統找不到指定的檔案 | 指定されたファイルが見つかりません
                        """)),
                auto("translated.in-use", CONCURRENCY_CONFLICT, GLIBC + ": ERROR_SHARING_VIOLATION", says("""
                        von einem anderen prozess verwendet wird | utilisé par un autre processus | siendo utilizado por otro proceso
                        sendo usado por outro processo | занят другим процессом | 另一个程序正在使用此文件 | 正由另一进程使用
                        """)),
                afterFix("translated.password", AUTH, POSTGRES + ": 28P01", says("""
                        passwort-authentifizierung für benutzer | authentification par mot de passe échouée | la autentificación password falló
                        autenticação do tipo senha falhou | не прошёл проверку подлинности | password 认证失败
                        """)),
                auto("translated.too-many", RESOURCE_EXHAUSTED, POSTGRES + ": 53300", says("""
                        tut mir leid schon zu viele verbindungen | désolé trop de clients sont déjà connectés | lo siento ya tenemos demasiados clientes
                        desculpe muitos clientes conectados | извините уже слишком много клиентов | 已经有太多的客户
                        """)),
                auto("translated.deadlock", CONCURRENCY_CONFLICT, POSTGRES + ": 40P01", says("""
                        verklemmung deadlock entdeckt | verklemmung entdeckt | interblocage deadlock détecté | detectado un deadlock | обнаружена взаимоблокировка | 检测到死锁
                        """)),
                never("translated.duplicate", DATA_CORRUPTION, POSTGRES + ": 23505", says("""
                        doppelter schlüsselwert verletzt | clé dupliquée rompt la contrainte | llave duplicada viola restricción
                        duplicar valor da chave viola | повторяющееся значение ключа нарушает | 重复键违反唯一约束
                        """)),
                afterFix("translated.relation", CONFIGURATION, POSTGRES + ": 42P01", says("""
                        relation .. existiert nicht | spalte .. existiert nicht | la relation .. n existe pas | no existe la relación | no existe la columna
                        relação .. não existe | отношение .. не существует | 关系 .. 不存在
                        """)));
    }
}
