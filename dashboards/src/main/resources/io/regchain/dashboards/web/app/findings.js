// What a passed check found, said in Chinese; English comes from the verifier itself, and so do refusals.
import { chainName, number, short } from './format.js';
import { language } from './i18n.js';

const objects = ({ local }) => local.objects.length + ' 个数据对象';
const block = ({ header }) => chainName(header.chain) + '区块 #' + number(header.height);
const sealed = (side) => block(side) + '：' + side.validators.members.length + ' 个节点中 ' + side.certificate.seals.length + ' 个签名有效，法定多数为 ' + side.validators.quorum;

const CHINESE = {
  structure: (file) => file.anchor.entries.length + ' 条监管链记录，' + objects(file),
  'trust-root': (file) => '节点集摘要 ' + file.anchor.validators.hash,
  'anchor-certificate': (file) => sealed(file.anchor),
  'anchor-entries': (file) => file.anchor.entries.length + ' 条记录证明到状态根 ' + short(file.anchor.header.stateRoot),
  'local-header': (file) => block(file.local) + '，哈希 ' + short(file.local.header.hash),
  'local-certificate': (file) => sealed(file.local),
  transaction: ({ local }) => local.transaction.value.contract + '.' + local.transaction.value.method + '，区块内第 ' + (local.transaction.proof.index + 1) + ' 笔，共 ' + local.transaction.proof.size + ' 笔',
  receipt: ({ local }) => '执行结果 ' + local.receipt.value.outcome,
  trace: ({ local }) => '回执中的轨迹摘要 ' + short(local.trace.hash),
  objects: (file) => objects(file) + '，证明到地方链状态根',
  'object-seals': (file) => objects(file) + '，签名全部有效',
  'hub-copies': (file) => objects(file) + '，摘要一致',
  digest: (file) => 'SM3 ' + short(file.digest),
};

/** @param file the evidence as the verifier read it */
export function finding(check, file) {
  return check.passed && file && language.value === 'zh' ? CHINESE[check.name](file) : check.detail;
}
