import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What a firm prepared for a box: what keeps it from being taken. Nothing of the box has changed then. */
export const BUNDLE_PROBLEMS = problemCatalogue({
  'bundle.missing': {
    en: 'there is no {file} → put it there with its signature beside it ({file}.sig)',
    zh: '没有 {file} → 请将它与签名文件（{file}.sig）一起放入',
  },
  'bundle.no-key': {
    en: 'no public key of a firm can be read here, so that nobody can be believed → put it there as PEM (Ed25519)',
    zh: '此处没有可读的公司公钥，无法验证任何签名 → 请放入 PEM 格式的 Ed25519 公钥',
  },
  'bundle.signature': {
    en: 'it is not signed with the key {key}, or was changed afterwards: nothing of it is taken → sign it anew',
    zh: '签名与密钥 {key} 不符，或签名后被改动：不采用任何内容 → 请重新签名',
  },
  'bundle.large': {
    en: 'it is larger than {most} MB → leave out what does not belong to a site',
    zh: '大于 {most} MB → 请去掉与现场无关的内容',
  },
  'bundle.content': {
    en: 'it holds {name}, which is not taken → site.yaml, secrets.yaml, box, and files in certificates and profiles',
    zh: '其中的 {name} 不被接受 → 只接受 site.yaml、secrets.yaml、box 以及 certificates 和 profiles 中的文件',
  },
  'bundle.other-box': {
    en: 'it is for {wanted}, and this box is {here} → take the one that was made for this box',
    zh: '它属于 {wanted}，而本机为 {here} → 请使用为本机制作的数据包',
  },
  'bundle.site-there': {
    en: 'this box has a site already: nothing was changed → lifeline site apply changes it; move the file away to begin anew',
    zh: '本机已有现场文件：未作任何更改 → 请用 lifeline site apply 修改；若要重新开始请移走该文件',
  },
});

/** Makes a problem of a bundle. */
export const bundleProblem = problemMaker(BUNDLE_PROBLEMS);
