import { problemCatalogue } from '../../../drivers/problems.ts';

/** Why an uplink does not carry anything, as the screens of the building say it. */
export const UPLINK_TROUBLE_PROBLEMS = problemCatalogue({
  'uplink.refused': {
    en: 'uplink {uplink}: the broker refuses this gateway → check username, the secret it names and the access rules of the broker; what is journaled is kept and sent later',
    zh: '上行链路 {uplink}：消息服务器拒绝本网关 → 请检查 username、secret 所指的密码和消息服务器的访问规则；本地记录会保留，稍后发送',
  },
  'uplink.certificate': {
    en: 'uplink {uplink}: a certificate is not accepted → check ca, clientCertificate and clientKey of this uplink, the dates of the certificates and the clock of the gateway',
    zh: '上行链路 {uplink}：证书不被接受 → 请检查此链路的 ca、clientCertificate、clientKey，以及证书有效期和网关时钟',
  },
  'uplink.no-tls': {
    en: 'uplink {uplink}: the encrypted connection does not come about → does the broker speak TLS on this port (usually 8883), and does it demand a client certificate?',
    zh: '上行链路 {uplink}：无法建立加密连接 → 消息服务器在此端口（通常 8883）是否使用 TLS？是否要求客户端证书？',
  },
  'uplink.unreachable': {
    en: 'uplink {uplink}: the broker cannot be reached → check the network, the address and the port; alarms sound here all the same, and everything is sent later',
    zh: '上行链路 {uplink}：无法连接消息服务器 → 请检查网络、地址和端口；本地报警不受影响，数据稍后全部补发',
  },
  'uplink.no-broker': {
    en: 'uplink {uplink}: what answers there is no MQTT broker, or takes no connections → check the address and the port in the site file',
    zh: '上行链路 {uplink}：对方不是 MQTT 消息服务器，或不接受连接 → 请检查现场文件中的地址和端口',
  },
  'uplink.lost': {
    en: 'uplink {uplink}: the connection is lost and does not come back → it is tried again by itself; check the network and the broker. Nothing is lost meanwhile',
    zh: '上行链路 {uplink}：连接已断开，尚未恢复 → 系统会自动重试；请检查网络和消息服务器。期间数据不会丢失',
  },
  'uplink.stalled': {
    en: 'uplink {uplink}: the broker takes messages and acknowledges none → look at the load and the disk of the broker',
    zh: '上行链路 {uplink}：消息服务器接收消息但不确认 → 请检查消息服务器的负载和磁盘',
  },
  'uplink.misbehaves': {
    en: 'uplink {uplink}: the broker sends what no broker should, and the connection is ended each time → look at who may publish on the topics of this gateway; is it the right broker?',
    zh: '上行链路 {uplink}：消息服务器发来不应发送的内容，连接因此每次都被断开 → 请检查谁可以在本网关的主题上发布；是否连错了服务器？',
  },
  'uplink.taken-over': {
    en: 'uplink {uplink}: another client takes the place of this gateway → is a second courier running, or a second gateway with the same id?',
    zh: '上行链路 {uplink}：另一个客户端占用了本网关的身份 → 是否运行着第二个 courier，或另一台网关使用了相同编号？',
  },
  'uplink.unheard': {
    en: 'uplink {uplink}: the broker is there, but nobody is subscribed to what this gateway sends → start the platform or mend its subscription; what is journaled is kept and sent later',
    zh: '上行链路 {uplink}：消息服务器已连接，但没有任何平台订阅本网关的数据 → 请启动平台或检查其订阅；本地记录会保留，稍后发送',
  },
  'uplink.unacknowledged': {
    en: 'uplink {uplink}: the broker takes everything, but the platform acknowledges nothing, so that nothing counts as delivered → start the platform, let it say ack, and where the site file has commandKeys, let it sign with one of them; what is journaled is kept and sent again',
    zh: '上行链路 {uplink}：消息服务器已接收数据，但平台未作任何确认，数据均不算送达 → 请启动平台并开启 ack 确认；如现场文件设有 commandKeys，平台须用其中一个密钥签名；本地记录会保留并重新发送',
  },
  'uplink.second-gateway': {
    en: 'uplink {uplink}: a second gateway reports under the id of this one, and the platform mixes two buildings → give one of the two its own gateway.id in its site file, or switch the old box off',
    zh: '上行链路 {uplink}：另一台网关使用与本网关相同的编号上报，平台会混淆两栋建筑 → 请在其中一台的现场文件中改用自己的 gateway.id，或关闭旧设备',
  },
  'uplink.receiver-refuses': {
    en: 'notification {uplink}: the receiver does not take what it is sent → check its address and password in the site file, and its log; alarms sound here all the same',
    zh: '通知 {uplink}：接收方拒绝消息 → 请检查现场文件中的地址、密码及接收方日志；本地报警不受影响',
  },
  'uplink.receiver-away': {
    en: 'notification {uplink}: the receiver cannot be reached → check the network and the address; it is tried again by itself, and alarms sound here all the same',
    zh: '通知 {uplink}：无法连接接收方 → 请检查网络和地址；系统会自动重试，本地报警不受影响',
  },
  'uplink.not-set-up': {
    en: 'uplink {uplink}: a file or a password that it needs is missing or cannot be read → lifeline check says which; the user that runs courier must be able to read it',
    zh: '上行链路 {uplink}：缺少所需的文件或密码，或无法读取 → lifeline check 会指出是哪一个；运行 courier 的用户必须有权读取',
  },
});
