import { problemCatalogue } from '../../../drivers/problems.ts';

/**
 * Why a broker cannot be had, by code. In English it is worded where it is found, with more detail; this is for whoever reads
 * another language. `reason`: what Node or the broker said.
 */
export const BROKER_PROBLEMS = problemCatalogue({
  'broker.refused': {
    en: 'nothing listens there → is the broker running, and is the port right?',
    zh: '该地址没有服务在监听 → 消息服务器是否在运行？端口是否正确？',
  },
  'broker.unknown-host': {
    en: 'the name cannot be resolved → check the host name and the DNS server',
    zh: '无法解析主机名 → 请检查主机名和 DNS 服务器',
  },
  'broker.unreachable': {
    en: '{reason} → check the network, the address and any firewall between',
    zh: '无法连通（{reason}） → 请检查网络、地址以及中间的防火墙',
  },
  'broker.certificate': {
    en: '{reason} → look at the certificates of this uplink and of the broker, and at the clock',
    zh: '证书未通过（{reason}） → 请检查该上行链路的 ca、clientCertificate、clientKey，消息服务器的证书，以及本机时钟',
  },
  'broker.no-tls': {
    en: '{reason} → does the broker speak TLS on this port?',
    zh: 'TLS 握手未成功（{reason}） → 该端口是否使用 TLS（通常为 8883）？是否要求客户端证书？不使用 TLS 请写 mqtt://',
  },
  'broker.not-allowed': {
    en: '{reason} → check username, the secret it names, and the access rules of the broker',
    zh: '消息服务器拒绝登录（{reason}） → 请检查 username、它所指的密钥以及消息服务器的访问规则',
  },
  'broker.not-allowed/topic': {
    en: 'the broker does not let this gateway publish on {topic} → allow it in its access rules (mosquitto: acl_file); what is journaled is kept and sent later',
    zh: '消息服务器不允许本网关向 {topic} 发布 → 请在消息服务器的访问规则中放行（mosquitto：acl_file）；已记录的数据会保留，稍后补发',
  },
  'broker.taken-over': {
    en: 'another client connected with the same identity → is a second courier running, or a second gateway with the same id?',
    zh: '另一个客户端以相同的身份登录 → 是否还有一个上行程序在运行，或另一台网关使用了相同的编号？',
  },
  'broker.message-too-large': {
    en: 'the broker refuses the message as too large → it is sent again in smaller ones',
    zh: '消息服务器拒绝过大的消息 → 会分成较小的消息重新发送',
  },
  'broker.nobody-listens': {
    en: 'nobody is subscribed there → start the platform; what is journaled is kept and sent once it is there',
    zh: '没有任何客户端订阅 → 请启动平台；已记录的数据会保留，平台上线后再发送',
  },
  'broker.lost': {
    en: '{reason} → the connection is made again by itself; nothing is lost meanwhile',
    zh: '连接断开（{reason}） → 会自动重新连接，期间数据不会丢失',
  },
  'broker.unfriendly': {
    en: '{reason} → is this an MQTT broker, and does it take new connections?',
    zh: '无法建立 MQTT 连接（{reason}） → 这是 MQTT 服务器吗？是否接受新的连接？',
  },
});
