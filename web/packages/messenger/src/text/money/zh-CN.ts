export default {
  money: {
    lucky: '拼手气', luckyHint: '金额随机，人人有份', equal: '普通', equalHint: '每个金额相同', exclusive: '专属', exclusiveHint: '只有一个人能领', kind: '红包类型', total: '总金额', each: '单个金额', amount: '金额', count: '红包个数', countUnit: '个', recipient: '领取人', choose: '请选择', greeting: '祝福语',
    put: '塞钱进红包', send: '确认转账', note: '转账说明', notePlaceholder: '给对方的话', returns: '24 小时内未领取的金额会退回钱包', transferReturns: '对方 24 小时内未收款，金额会退回钱包', balance: '余额 {amount}', topUpFirst: '去充值', members: '本群共 {n} 人', onItsWay: '红包正在送出', sent: '红包已发出', transferSent: '转账已发出',
    faultAmount: '请输入金额，最多两位小数', faultPoints: '请输入整数', faultZero: '金额要大于 0', faultTotal: '单次最多 {most}', faultEach: '单个红包最多 {most}', faultShares: '{count} 个红包至少要 {least}，每个不少于 {share}', faultMost: '{count} 个红包最多 {most}', faultCount: '个数要在 1 到 {most} 之间', faultBalance: '余额不足，当前 {balance}', faultRecipient: '请选择领取人', faultGreeting: '最多 {most} 个字',
    unsure: '还不知道有没有成功。再试一次即可，绝不会重复扣款。', unsureTitle: '上一次还没有结果', sendAgain: '再试一次', frozen: '钱包已被冻结，暂时不能发送或领取。',
    open: '开', openLong: '拆开红包', opening: '正在拆开', details: '查看领取详情', got: '已存入钱包', toWallet: '查看钱包', luckiest: '手气最佳', opened: '已领取 {n}/{count} 个', openedOf: '共 {claimed}/{total}', nobody: '还没有人领取', missed: '手慢了，红包已被领完', tooLate: '红包已过期', notForYou: '这是给{name}的专属红包', onlyFor: '专属红包', sentBack: '{amount} 已退回', expiresAt: '{time} 过期', waitsForOther: '等待对方领取', voided: '红包没有发出，金额已退回', unavailable: '红包不存在，或你没有权限查看', youGot: '你领到 {amount}', loading: '正在读取',
    proof: '公平性', proofBefore: '每一份的金额在发出时就已抽定。下面是它的承诺值；红包结束后会公布种子，任何人都可以重新计算。', commitment: '承诺值', seed: '种子', verify: '验证抽签', verifying: '正在验证…', commitmentRight: '种子与承诺值相符', commitmentWrong: '种子与承诺值不符', sharesRight: '领取的 {n} 份与重新抽签的结果一致', sharesWrong: '{n} 份与重新抽签的结果不一致', sumRight: '全部 {count} 份之和正好是 {total}', noted: '本机在 {time} 就记下了这个承诺值，当时还没有人知道结果', notNoted: '本机第一次看到它时红包已经结束，只能与现在公布的承诺值核对', notedWrong: '本机当初记下的承诺值与现在的不同',
    proves: '这证明每一份在第一个人打开之前就已确定，之后没有被改过。它不能证明种子是怎样选出来的。', disproves: '结果对不上：不要相信这次抽签。', cannotVerify: '浏览器只有在 HTTPS 下才能计算。',
    accept: '收款', giveBack: '退还', giveBackAsk: '退还后，{amount} 会回到{name}的钱包。', waiting: '等待{name}收款', toAccept: '待你收款', accepted: '已收款', returned: '已退还', transferExpired: '已过期，金额已退回', transferVoid: '转账没有发出，金额已退回', madeAt: '转账时间', endedAt: '结束时间', until: '有效期至', transferUnavailable: '转账不存在，或你没有权限查看',
    enterPassword: '输入支付密码', payWith: '支付', passwordWrong: '支付密码不对，还可以试 {n} 次', passwordLocked: '输错次数太多，{time} 后再试', setPassword: '设置支付密码', changePassword: '修改支付密码', passwordHint: '6 到 128 个字符，限字母、数字和符号', currentPassword: '当前支付密码', newPassword: '新支付密码', repeatPassword: '再输一次', passwordsDiffer: '两次输入不一致', passwordSet: '支付密码已设置', passwordLead: '设置后，发红包、转账和提现都要输入。连续输错五次，会锁定 15 分钟。',
    myBalance: '我的余额', topUp: '充值', withdraw: '提现', topUpLead: '本地环境使用沙箱，不会真的扣款。', withdrawLead: '提现到支付服务商。', toppedUp: '已充值 {amount}', withdrawn: '已提现 {amount}', pending: '已提交，等待支付服务商确认', failed: '支付服务商没有完成这笔付款', pointsOnly: '积分不能充值和提现',
    entries: '收支明细', all: '全部', income: '收入', outgo: '支出', entryKind: '收支类型', everyKind: '所有类型', month: '月份', everyMonth: '全部月份', statement: '下载对账单', statementHint: '按月导出 CSV，金额以分为单位', noEntries: '还没有收支记录', noEntriesHint: '收到或发出红包后，会记录在这里。', noMatch: '没有符合条件的记录', loadMore: '加载更多',
    limits: '规则与限额', limitShare: '单个红包', limitShareText: '{least} 到 {most}', limitPacket: '一次最多', limitCount: '红包个数', limitCountText: '1 到 {n} 个，且不超过群人数', limitLife: '领取时限', limitLifeText: '24 小时，之后自动退回', limitDay: '每日限额', limitDayText: '由服务器设定，超出时会提示',
    from: '转账人', entryDetails: '查看',
  },
  entry: {
    'packet:create': '发出红包', 'packet:claim': '收到红包', 'packet:refund': '红包退回', 'transfer:create': '转出', 'transfer:accept': '收到转账', 'transfer:return': '转账退回', 'top-up': '充值', withdrawal: '提现', 'withdrawal:failed': '提现退回', correction: '更正', grant: '发放积分',
  },
}
