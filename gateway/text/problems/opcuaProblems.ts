import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What is wrong with the OPC UA server, and with what is asked of its trust list. */
export const OPCUA_PROBLEMS = problemCatalogue({
  'opcua.port': {
    en: 'the OPC UA server cannot listen at port {port} ({why}) → is a second one running? else choose another port under `opcua` in the site file',
    zh: 'OPC UA 服务器无法在端口 {port} 监听（{why}） → 是否已有另一个在运行？否则请在现场文件的 `opcua` 中换一个端口',
  },
  'opcua.start-again': {
    en: 'port, names or sessions of the OPC UA server are others in the site file by now → start it again: systemctl restart lifeline-opcua',
    zh: '现场文件中 OPC UA 服务器的端口、名称或会话数已更改 → 请重新启动：systemctl restart lifeline-opcua',
  },
  'opcua.stranger/clients': {
    en: 'a client that nobody trusts yet was refused: {subject} → if it is one of yours: lifeline opcua trust {begins} --memory {memory}',
    zh: '拒绝了一个尚未被信任的客户端：{subject} → 如果是您的客户端：lifeline opcua trust {begins} --memory {memory}',
  },
  'opcua.stranger/people': {
    en: 'a person showed a certificate that nobody trusts yet: {subject} → if it is one of yours: lifeline opcua trust {begins} --memory {memory}',
    zh: '有人出示了尚未被信任的证书：{subject} → 如果是您的人员：lifeline opcua trust {begins} --memory {memory}',
  },
  'opcua.no-memory': {
    en: 'no OPC UA server has kept anything in {memory} → name its folder with --memory, or that of the journal with --state; the server must have run once',
    zh: '{memory} 中没有 OPC UA 服务器的数据 → 用 --memory 指明其目录，或用 --state 指明日志目录；服务器须先运行一次',
  },
  'opcua.unknown-certificate': {
    en: 'no certificate begins with {thumbprint} → lifeline opcua trust list shows those that were shown here; a client must have tried to connect once. Who comes in by an authority that is trusted is not in the list: to keep one of them out, `lifeline opcua trust add` its file and then reject it, or revoke it in issuers/crl',
    zh: '没有以 {thumbprint} 开头的证书 → 用 lifeline opcua trust list 查看出示过的证书；客户端须先尝试连接一次。凭受信任的签发机构进入者不在列表中：要拒绝其中一个，请先用 `lifeline opcua trust add` 加入其证书文件，再将其拒绝，或在 issuers/crl 中吊销',
  },
  'opcua.no-certificate': {
    en: '{file} is no certificate → give a file in PEM or DER, as the client exports it',
    zh: '{file} 不是证书 → 请提供客户端导出的 PEM 或 DER 格式文件',
  },
  'opcua.trust-not-written': {
    en: 'the trust list in {memory} cannot be written from here ({why}) → do it on the box itself: lifeline opcua trust … --memory {memory}',
    zh: '无法从此处写入 {memory} 中的信任列表（{why}） → 请在网关上执行：lifeline opcua trust … --memory {memory}',
  },
  'opcua.several-certificates': {
    en: 'several certificates begin with {thumbprint} → write more of the thumbprint',
    zh: '有多个证书以 {thumbprint} 开头 → 请写出更长的指纹',
  },
});

export const opcuaProblem = problemMaker(OPCUA_PROBLEMS);
