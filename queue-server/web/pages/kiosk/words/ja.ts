// The kiosk's words in Japanese.
import type { Words } from '../../../shared/i18n';

export const ja: Words = {
  start: '番号札を取る',
  door: {
    open: '受付中', openUntil: '本日の受付は {{time}} まで', openAlways: 'ようこそ',
    lastCalled: '本日の受付は終了しました', lastCalledMore: '番号札をお持ちの方は、引き続きご案内します。',
    closed: 'ただいま受付時間外です', opens: '次の受付：{{day}} {{time}}', opensToday: '本日 {{time}} から受付',
  },
  waiting: '{{count}} 人待ち', waitingNone: 'お待ちの方はいません',
  wait: {
    range: '約 {{low}}～{{high}} 分', within: '{{high}} 分以内', none: 'すぐにご案内できます',
    unknown: '待ち時間は現在ご案内できません', label: '待ち時間',
  },
  needs: {
    title: 'お手伝いが必要な方はいらっしゃいますか？', hint: '複数選べます', none: '必要ありません',
    senior: '65歳以上', pregnant: '妊娠中', wheelchair: '車いす', 'small-child': '小さなお子さま連れ',
    'hard-of-hearing': '耳が不自由', 'hard-of-seeing': '目が不自由', interpreter: '通訳が必要',
  },
  services: {
    title: '本日のご用件は？', another: 'ほかのご用件は？', search: '検索', searchHint: 'ひらがなで入力（例：けっこん）',
    searchClose: '検索を閉じる', clear: '消去', erase: '一文字消す', found: '{{count}} 件見つかりました',
    nothing: '見つかりません。別の言葉で探すか、総合案内でお尋ねください。',
    groups: '用件から選ぶ', chosen: '選択中', full: '1枚の番号札で5件まで',
  },
  turning: {
    button: '疼您 Turning（プライバシー窓口）', title: 'プライバシー窓口（Turning）',
    lead: 'これらの手続きは、人目につきにくい窓口で承ります。番号はほかの番号と区別がつきません。',
  },
  confirm: {
    title: 'よろしいですか？', matters: 'ご用件', several: '{{count}} 件すべて同じ窓口で承ります',
    documents: 'お持ちいただくもの', noDocuments: 'ほかに必要な書類はありません。',
    lacking: '書類が足りない場合は、先にご用意いただくと待たずにすみます。',
    add: '用件を追加', remove: '取り消す', take: '番号札を取る', taking: 'お待ちください…', notNow: '今は取らない', needs: 'お手伝い',
    quiet: '静かな呼び出し', quietHint: '音声でも画面でも呼びません。スマートフォンの番号ページをご覧ください。または係員がご案内します。',
    slow: 'いつもより時間がかかっています。もう一度押さずにお待ちください。',
  },
  number: {
    yours: 'あなたの番号', ahead: 'あと {{count}} 人', aheadNone: '次の番です',
    scan: '読み取ると、スマートフォンで順番を確認できます', noSlip: 'ここでは印刷されません。番号を覚えるか、QRコードを読み取ってください。',
    confirm: '番号を控えました', countdown: '押さないと {{seconds}} 秒後に取り消されます', confirming: 'お待ちください…',
    qr: '番号のページのQRコード',
    quiet: '音声でも画面でも呼びません。QRコードを読み取り、スマートフォンのページをご覧ください。',
  },
  done: { title: 'ありがとうございます', body: 'おかけになり、画面と放送の呼び出しをお待ちください。', close: '完了' },
  voided: { title: '番号は取り消されました', body: '確認がなかったため、{{number}} 番を取り消しました。必要でしたら、もう一度お取りください。' },
  unconfirmed: { title: '確認できていません', body: 'もう一度押すか、係員にお声がけください。' },
  timeout: { title: 'もう少し時間が必要ですか？', body: '{{seconds}} 秒後に最初の画面に戻り、選んだ内容は消えます。', more: '続ける', leave: '最初に戻る' },
  trouble: { title: '番号はまだ発行されていません', again: 'もう一度', home: '最初に戻る' },
  stale: '接続が切れました。表示が最新でない場合があります。再接続しています…',
  onItsOwn: 'ただいま接続が切れていますが、番号札は通常どおりお取りいただけます。',
  staleIdle: 'ただいま発券できません', staleIdleMore: '接続が切れています。自動的に復旧します。総合案内でお申し付けください。',
  enrol: {
    needed: 'この発券機はまだ登録されていません', neededMore: '管理者がこの機器を追加し、ここで一度限りのリンクを開いてください。',
    done: 'この発券機は登録され、使用できます。', failed: '登録リンクが無効か、使用済みです。もう一度発行してください。',
  },
  code: {
    button: '予約・番号・続きのコードがあります', title: '予約コードを入力', hint: 'コードは 12 文字です。予約、呼び出し済みの番号、続きの手続きの QR コードを見せることもできます。', submit: '受付', checking: '確認中…',
    early: 'ご予約は {{day}} {{slot}} です。受付は {{from}} からです。', late: '予約の時刻を過ぎたため、枠は取り消されました。同じ手続きの通常の番号をお取りいただけます。',
    walkIn: '通常の番号を取る', unknown: 'このコードの予約が見つかりません。もう一度ご確認いただくか、総合案内でお尋ねください。', arrived: 'このご予約は受付済みです。番号は {{number}} です。',
  },
  camera: {
    button: 'カメラで読み取る', title: 'QR コードをカメラに見せてください', type: 'コードを入力する',
    hint: 'スマートフォン、番号札、続きの手続き用コードを、画面から手のひら一つ分ほど離してください。映像は残りません。',
    starting: 'カメラを準備しています…', looking: 'コードを探しています…', read: '読み取りました。お待ちください…',
    foreign: 'こちらのコードではありません。番号、予約、続きの手続きの QR コードを見せてください。',
    none: '今ここにはカメラがありません。予約コードを入力するか、総合案内でお尋ねください。',
    refused: 'ここではカメラを使えません。予約コードを入力するか、総合案内でお尋ねください。',
    busy: 'カメラが応答しません。予約コードを入力するか、総合案内でお尋ねください。',
  },
  scan: {
    title: 'お帰りなさいませ', done: '{{number}} 番の再受付をしました。まもなくお呼びします。', notNeeded: '{{number}} 番は再受付の必要がありません。画面をご覧ください。',
    failed: '再受付できませんでした',
  },
  audio: {
    on: '音声', to: 'から', selected: '選択済み', previous: '前へ', next: '次へ', choose: '選ぶ', back: '戻る',
    welcome: '音声モードです。次へと前へのキーで選択肢を聞き、選ぶキーで決定、戻るキーで前に戻ります。',
    noVoice: 'この機械には音声がありません', noVoiceMore: '音声モードは話せません。サービスデスクにお尋ねください。',
    noVoiceFor: '{{language}}の音声はありません', noVoiceHere: 'この言語の音声はありません。戻るキーで別の言語を選ぶか、サービスデスクにお尋ねください。',
  },
  bar: { home: '最初から', back: '戻る', large: '大きな文字', low: '低い画面', sample: 'サンプル', tools: '表示' },
  scroll: { down: '続きを見る', up: '上へ' },
};
