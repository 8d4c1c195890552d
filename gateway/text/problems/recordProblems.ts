import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What is wrong with a signed paper. */
export const RECORD_PROBLEMS = problemCatalogue({
  'record.changed': {
    en: 'the signature does not belong to this record: it was changed after it was signed, or another key signed it → ask for the original files, or name the key of the gateway with --key',
    zh: '签名与此记录不符：记录在签名后被改动，或由其他密钥签名 → 请索取原始文件，或用 --key 指定网关的公钥',
  },
  'record.file': {
    en: '{file} cannot be read → a record is three files: the record, beside it .sig and .pem',
    zh: '无法读取 {file} → 一份记录由三个文件组成：记录本身，以及同名的 .sig 和 .pem',
  },
});

/** Makes a problem of a signed paper. */
export const recordProblem = problemMaker(RECORD_PROBLEMS);
