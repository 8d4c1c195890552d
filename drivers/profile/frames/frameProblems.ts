import { problemCatalogue, problemMaker } from '../../problems.ts';

/** What is wrong with the golden frames of a profile, or with the profile as they show. */
export const FRAME_PROBLEMS = problemCatalogue({
  'frames-unseen': {
    en: 'no golden reply shows {points} → add a reply from the document or a bench, with == lines for these points',
    zh: '没有报文样例包含 {points} → 请补充资料或实测中的应答，并为这些测点写 == 行',
  },

  // the file
  'frames/no-checksum': {
    en: 'the checksum of this frame is not filled in → let lifeline profiles check --fill write it, or copy it from the source',
    zh: '这一帧尚未填写校验和 → 请用 lifeline profiles check --fill 填写，或从来源抄录',
  },
  'frames/no-frame': {
    en: '"{text}" is not a frame → write bytes as pairs of hex digits',
    zh: '“{text}”不是报文 → 请按两位十六进制数逐字节书写',
  },
  'frames/no-request': {
    en: 'this reply has no request → put the request with >> on the line before',
    zh: '这个应答没有对应的请求 → 请在上一行用 >> 写出请求',
  },
  'frames/no-exception': {
    en: '"{text}" is no exception code → write !! and its number',
    zh: '“{text}”不是异常码 → 请写 !! 和它的数值',
  },
  'frames/no-expectation': {
    en: '"{text}" is not an expectation → write == <point> <value> [quality]',
    zh: '“{text}”不是预期值 → 请写 == <测点> <数值> [质量]',
  },
  'frames/no-reply': {
    en: 'no reply to expect this of → put it below a reply with <<',
    zh: '上面没有应答 → 请写在以 << 开头的应答之后',
  },
  'frames/not-understood': {
    en: '"{text}" is not understood → begin the line with #, >>, <<, ==, !! or ::',
    zh: '无法理解“{text}” → 每行应以 #、>>、<<、==、!! 或 :: 开头',
  },

  // the bytes
  'frames/request-checksum': {
    en: 'the CRC of the request does not hold → compare the bytes with their source',
    zh: '请求的 CRC 不符 → 请与来源逐字节核对',
  },
  'frames/reply-checksum': {
    en: 'the CRC of the reply does not hold → compare the bytes with their source',
    zh: '应答的 CRC 不符 → 请与来源逐字节核对',
  },
  'frames/length': {
    en: 'the reply is longer or shorter than its first bytes say → compare the bytes with their source',
    zh: '应答的长度与其开头字节所述不符 → 请与来源逐字节核对',
  },
  'frames/refusal': {
    en: 'the reply does not refuse as exception {exception} would → compare the bytes with their source',
    zh: '应答不是异常 {exception} 的拒绝 → 请与来源逐字节核对',
  },
  'frames/other': {
    en: 'the reply is from another unit or for another function → compare the bytes with their source',
    zh: '应答来自其他站号或其他功能码 → 请与来源逐字节核对',
  },
  'frames/unconfirmed-write': {
    en: 'the reply does not confirm what was written → compare the bytes with their source',
    zh: '应答没有确认写入的内容 → 请与来源逐字节核对',
  },
  'frames/count': {
    en: 'the reply does not hold the {count} values asked for → compare the bytes with their source',
    zh: '应答没有包含所请求的 {count} 个值 → 请与来源逐字节核对',
  },

  // what they mean
  'frames/not-in-reply': {
    en: '{point} is not wholly in this reply → name a point whose registers were asked for',
    zh: '{point} 不完全在这个应答中 → 请写所请求寄存器中的测点',
  },
  'frames/unknown-point': {
    en: 'the profile has no point {point} → name a point whose registers were asked for',
    zh: '型号文件中没有测点 {point} → 请写所请求寄存器中的测点',
  },
  'frames/value': {
    en: '{point} decodes to {found}, expected {expected} → correct the point in the profile, or the expectation if the document says otherwise',
    zh: '{point} 解码为 {found}，预期为 {expected} → 请改正型号文件中的测点；若资料另有说明，请改正预期值',
  },
  'frames/word-order': {
    en: '{point} decodes to {found}, expected {expected} → the words of this float come the other way round: write order: {order}',
    zh: '{point} 解码为 {found}，预期为 {expected} → 该浮点数的字序相反：请写 order: {order}',
  },
});

/** Makes a problem of golden frames. */
export const frameProblem = problemMaker(FRAME_PROBLEMS);
