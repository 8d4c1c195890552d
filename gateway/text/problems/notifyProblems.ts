import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** Why somebody is not told of alarms. */
export const NOTIFY_PROBLEMS = problemCatalogue({
  'notify.refused': {
    en: 'the receiver does not take the message ({reason}) → look at the address, the password and what the receiver says in its log',
    zh: '接收方拒绝了消息（{reason}） → 请检查地址、密码和接收方日志',
  },
  'notify.away': {
    en: 'the receiver cannot be reached ({reason}) → it is tried again by itself; look at the network and the address if this stays',
    zh: '无法连接接收方（{reason}） → 系统会自动重试；若持续出现请检查网络和地址',
  },
  'notify.no-secret': {
    en: 'the secret {secret} that it names is not in the secrets file → write it there; lifeline check says which are missing',
    zh: '密码文件中没有所指的 {secret} → 请补上；lifeline check 会指出缺少哪些',
  },
});

/** Makes a problem of telling somebody. */
export const notifyProblem = problemMaker(NOTIFY_PROBLEMS);
