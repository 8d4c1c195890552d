import { problemCatalogue } from '../../../drivers/problems.ts';

/** What does not fit about the uplinks of a site and its secrets. */
export const UPLINK_PROBLEMS = problemCatalogue({
  'site.half-key-pair/certificate': {
    en: 'a certificate without its key → add clientKey',
    zh: '只有证书，没有对应的私钥 → 请加上 clientKey',
  },
  'site.half-key-pair/key': {
    en: 'a key without its certificate → add clientCertificate',
    zh: '只有私钥，没有对应的证书 → 请加上 clientCertificate',
  },
  'site.no-username': {
    en: 'a password without a user → add username',
    zh: '只有密码，没有用户名 → 请加上 username',
  },
  'site.not-encrypted': {
    en: 'a client certificate needs TLS → write mqtts:// or wss://',
    zh: '客户端证书只能用于 TLS 加密连接 → 请写 mqtts:// 或 wss://',
  },
  'site.not-encrypted/alpn': {
    en: 'protocols are agreed on in the TLS handshake → write mqtts:// or wss:// in url, or take alpn out',
    zh: '应用层协议（alpn）在 TLS 握手中协商，而这条上行链路未加密 → 请在 url 中写 mqtts:// 或 wss://，或删除 alpn',
  },
  'site.partly-encrypted': {
    en: 'this address is not encrypted, another of the same uplink is: whoever keeps us from that one reads everything here → write mqtts:// or wss:// for all',
    zh: '此地址未加密，而同一条上行链路的另一个地址已加密：只要阻断后者，就能在此读取全部内容 → 请全部写成 mqtts:// 或 wss://',
  },
  'site.without-effect': {
    en: 'this uplink gets no events, so their severity does not matter → add event to streams, or take minSeverity out',
    zh: '这条上行链路不接收事件，因此事件的级别不起作用 → 请在 streams 中加入 event，或删除 minSeverity',
  },
  'site.key-id-twice': {
    en: 'there is a key {id} already → name it otherwise',
    zh: '已有密钥 {id} → 请换一个名称',
  },
  'site.private-key': {
    en: 'this is the half that nobody may see → write the public half (openssl pkey -pubout), and make a new pair: this one is known now',
    zh: '这是私钥，不能让任何人看到 → 请写公钥（openssl pkey -pubout），并重新生成一对密钥：这一对已经泄露',
  },
  'site.password-in-url': {
    en: 'there is a password in the address → write username, and secret with the name of an entry of secrets.yaml; and change the password: it has been shown',
    zh: '地址中含有密码 → 请写 username，并用 secret 指明 secrets.yaml 中的密码项；并请更换密码：它已经显示过',
  },
  'site.system-folder': {
    en: '{folder} is a folder of the system → give the journal a folder of its own, e.g. /var/lib/lifeline/journal',
    zh: '{folder} 是系统目录 → 请为本地记录指定单独的目录，例如 /var/lib/lifeline/journal',
  },
  'site.not-private': {
    en: 'everything sent to {host} can be read and changed on the way, the password too: it is not encrypted → write mqtts:// (port 8883) or wss://, and ca where the broker has an authority of its own',
    zh: '发往 {host} 的全部内容（包括密码）在途中可被读取和篡改：连接未加密 → 请写 mqtts://（端口 8883）或 wss://；如消息服务器使用自己的证书机构，请写 ca',
  },
  'site.commands-unsigned': {
    en: 'whoever the broker lets publish on {topic} may ask for rows again and have alarms noted as seen → write commandKeys with the public key of the platform; or let the broker allow nobody else to publish there',
    zh: '凡是消息服务器允许在 {topic} 上发布的人，都可以要求重发数据，并将报警记为已知悉 → 请在 commandKeys 中写入平台的公钥；或在消息服务器上只允许平台在该主题发布',
  },
  'site.silenced-from-afar': {
    en: 'whoever the broker lets publish on {topic} can silence the sirens of this building: unsignedAcknowledge says silences-sirens → take unsignedAcknowledge out and write commandKeys: what is signed silences, and nothing else',
    zh: '凡是消息服务器允许在 {topic} 上发布的人，都可以让本建筑的警报器静音：unsignedAcknowledge 写的是 silences-sirens → 请删除 unsignedAcknowledge 并写 commandKeys：只有签名的确认才能静音',
  },
  'site.expires-at-broker': {
    en: 'the broker forgets telemetry that the platform has not fetched for {expiry} s, and here it counts as delivered → write release: ack, so that it is sent again until the platform has stored it; or take expiryS out. Meanwhile the platform finds the gap and can ask for a replay as long as the journal has the rows',
    zh: '平台超过 {expiry} s 未取走的数据会被消息服务器丢弃，而网关已将其视为送达 → 请写 release: ack，这样数据会重发，直到平台存妥；或删除 expiryS。在此之前，平台会发现缺失，只要本地记录中还有这些数据，就可以请求重发',
  },

  'site.broker-keeps': {
    en: 'a row counts as delivered as soon as the broker has it, and brokers forget: mosquitto keeps 1000 messages for a platform that is away and drops the rest, RabbitMQ drops what no queue takes → write release: ack where the platform says what it has stored, as lifeline ingest does. Without it the platform finds the gap, and can ask for a replay as long as the journal has the rows',
    zh: '消息服务器一收到数据即视为送达，而服务器会丢弃数据：mosquitto 只为离线平台保留 1000 条消息，其余丢弃；RabbitMQ 丢弃没有队列接收的消息 → 如平台会确认已存妥的数据（如 lifeline ingest），请写 release: ack。否则平台会发现缺失，只要本地记录中还有这些数据，就可以请求重发',
  },

  'secrets.exposed': {
    en: 'others may read or change it (mode {mode}) → chmod 640 {path}, and change the passwords if others were on this machine',
    zh: '其他用户可以读取或修改它（权限 {mode}） → 请执行 chmod 640 {path}；如有他人用过这台机器，请更换密码',
  },
  'secrets.unreadable': {
    en: 'cannot be read ({code}) → let the group of the user that runs courier read it',
    zh: '无法读取（{code}） → 请让运行 courier 的用户所在的组有权读取',
  },
  'secrets.malformed': {
    en: 'is not a list of names and passwords → write one `name: "password"` a line, the password in quotes',
    zh: '不是名称和密码的列表 → 请每行写一个 `名称: "密码"`，密码加引号',
  },
  'secrets.missing': {
    en: 'uplink {uplink} needs the secret {secret}; there is {names} → add the line {secret}: "…" to that file and give it mode 640',
    zh: '上行链路 {uplink} 需要密码项 {secret}；现有：{names} → 请在该文件中加入一行 {secret}: "…"，并将其权限设为 640',
  },
});
