// The kiosk's words in Traditional Chinese as spoken in Taiwan.
import type { Words } from '../../../shared/i18n';

export const zhTW: Words = {
  start: '開始取號',
  door: {
    open: '開放取號中', openUntil: '今天取號到 {{time}}', openAlways: '歡迎取號',
    lastCalled: '今天的取號已經截止', lastCalledMore: '已經取號的民眾，我們會服務到辦完為止。',
    closed: '現在不是服務時間', opens: '下次開放：{{day}} {{time}}', opensToday: '今天 {{time}} 開始取號',
  },
  waiting: '{{count}} 人等候中', waitingNone: '現在沒有人在等',
  wait: {
    range: '大約等 {{low}}–{{high}} 分鐘', within: '大約 {{high}} 分鐘以內', none: '馬上就可以辦',
    unknown: '目前無法估計等候時間', label: '等候時間',
  },
  needs: {
    title: '您或同行的人需要協助嗎？', hint: '可以選好幾項', none: '不需要',
    senior: '65 歲以上', pregnant: '孕婦', wheelchair: '使用輪椅', 'small-child': '帶著幼兒',
    'hard-of-hearing': '聽力不便', 'hard-of-seeing': '視力不便', interpreter: '需要通譯',
  },
  services: {
    title: '今天要辦什麼？', another: '還要辦什麼？', search: '搜尋', searchHint: '輸入字首，例如 ㄏㄐㄊㄅ',
    searchClose: '關閉搜尋', clear: '清除', erase: '刪一個字', found: '找到 {{count}} 項', nothing: '找不到符合的項目。換個字試試，或洽服務檯。',
    groups: '依事情挑選', chosen: '已選', full: '一張號碼牌最多五項',
  },
  turning: {
    button: '疼您服務 Turning（隱私櫃檯）', title: '疼您服務',
    lead: '這些事項由較隱密的櫃檯為您辦理。號碼和一般的號碼一樣，別人看不出來。',
  },
  confirm: {
    title: '這樣對嗎？', matters: '要辦的事', several: '{{count}} 項都在同一個櫃檯辦好',
    documents: '要準備的東西', noDocuments: '不用另外準備文件。', lacking: '少了文件嗎？可以先回去準備，不用白等。',
    add: '再加一項', remove: '不辦這項', take: '取號', taking: '取號中…', notNow: '先不取號', needs: '協助',
    quiet: '安靜叫號', quietHint: '不廣播，也不上螢幕。請看手機上的號碼頁面，或等服務人員請您。',
    slow: '比平常久一點，請稍候，不用再按。',
  },
  number: {
    yours: '您的號碼', ahead: '前面還有 {{count}} 人', aheadNone: '下一位就是您', scan: '用手機掃描，在手機上看叫號進度',
    noSlip: '這裡不印號碼單，請記下號碼或掃描 QR 碼。', confirm: '我記好號碼了',
    countdown: '{{seconds}} 秒內沒有按，這個號碼就會取消', confirming: '確認中…',
    qr: '號碼頁面的 QR 碼',
    quiet: '叫您時不廣播，也不上螢幕。請掃描 QR 碼，留意手機頁面。',
  },
  done: { title: '謝謝您', body: '請坐著等候，留意叫號螢幕和廣播。', close: '完成' },
  voided: { title: '號碼已經取消', body: '因為沒有按確認，{{number}} 號已取消。需要的話請重新取號。' },
  unconfirmed: { title: '還沒確認成功', body: '請再按一次，或請服務人員協助。' },
  timeout: { title: '還需要時間嗎？', body: '{{seconds}} 秒後回到首頁，剛才選的內容會清除。', more: '我還要繼續', leave: '回到首頁' },
  trouble: { title: '還沒有取到號碼', again: '再試一次', home: '回到首頁' },
  stale: '連線中斷，畫面上的資訊可能不是最新的。正在自動重新連線…',
  onItsOwn: '系統連線暫時中斷，仍可照常取號。',
  staleIdle: '暫時無法取號', staleIdleMore: '系統連線中斷，正在自動恢復。請洽服務檯，由服務人員為您取號。',
  enrol: {
    needed: '這臺取號機尚未登錄', neededMore: '請系統管理員新增這臺裝置，並在這裡開啟它的一次性連結。',
    done: '這臺取號機已登錄，可以開始使用。', failed: '登錄連結無效或已用過，請管理員重新產生。',
  },
  code: {
    button: '我有預約、過號或補件憑證', title: '請輸入預約代碼', hint: '代碼有 12 個字，也可以出示預約、過號或補件續辦憑證的 QR 碼。', submit: '報到', checking: '確認中…',
    early: '您預約的時間是 {{day}} {{slot}}，{{from}} 起可以報到。', late: '預約時間已過，無法保留。可以改取一般號碼，一樣為您辦理。',
    walkIn: '取一般號碼', unknown: '找不到這個代碼，請再看一次，或洽服務檯。', arrived: '這個預約已經報到過了，號碼是 {{number}}。',
  },
  camera: {
    button: '用鏡頭掃描', title: '請把 QR 碼對著鏡頭', type: '改用輸入代碼',
    hint: '手機、號碼單或憑證都可以，離螢幕大約一個手掌。不會留下影像。',
    starting: '鏡頭準備中…', looking: '正在找 QR 碼…', read: '讀到了，請稍候…',
    foreign: '這不是我們的 QR 碼，請出示號碼、預約或補件憑證的 QR 碼。',
    none: '這裡目前沒有鏡頭。請輸入預約代碼，或洽服務檯。',
    refused: '這裡不能使用鏡頭。請輸入預約代碼，或洽服務檯。',
    busy: '鏡頭沒有回應。請輸入預約代碼，或洽服務檯。',
  },
  scan: {
    title: '歡迎回來', done: '{{number}} 號已重新報到，請稍候叫號。', notNeeded: '{{number}} 號不需要報到，請留意叫號。',
    failed: '無法報到',
  },
  audio: {
    on: '語音', to: '到', selected: '已選', previous: '上一個', next: '下一個', choose: '選擇', back: '返回',
    welcome: '語音模式。按下一個鍵和上一個鍵聽選項，按選擇鍵選取，按返回鍵回上一步。',
    noVoice: '這臺機器沒有語音', noVoiceMore: '語音模式只能顯示，不能說話。請洽服務檯協助。',
    noVoiceFor: '{{language}}沒有語音', noVoiceHere: '這個語言沒有語音，請按返回鍵選別的語言，或洽服務檯。',
  },
  bar: { home: '重新開始', back: '上一步', large: '大字', low: '畫面降低', sample: '示範大廳', tools: '畫面設定' },
  scroll: { down: '往下看更多', up: '往上' },
};
