// The kiosk's words in Vietnamese.
import type { Words } from '../../../shared/i18n';

export const vi: Words = {
  start: 'Lấy số',
  door: {
    open: 'Đang phát số', openUntil: 'Phát số đến {{time}} hôm nay', openAlways: 'Kính chào quý khách',
    lastCalled: 'Hôm nay đã ngừng phát số', lastCalledMore: 'Người đã có số vẫn được phục vụ đến khi xong.',
    closed: 'Hiện ngoài giờ làm việc', opens: 'Mở lại: {{day}}, {{time}}', opensToday: 'Phát số từ {{time}} hôm nay',
  },
  waiting: '{{count}} người đang chờ', waitingNone: 'Không có ai đang chờ',
  wait: {
    range: 'Khoảng {{low}}–{{high}} phút', within: 'Trong khoảng {{high}} phút', none: 'Không phải chờ',
    unknown: 'Hiện chưa ước tính được thời gian chờ', label: 'Thời gian chờ',
  },
  needs: {
    title: 'Quý khách hoặc người đi cùng có cần giúp đỡ không?', hint: 'Có thể chọn nhiều mục', none: 'Không cần',
    senior: 'Từ 65 tuổi', pregnant: 'Đang mang thai', wheelchair: 'Đi xe lăn', 'small-child': 'Có con nhỏ',
    'hard-of-hearing': 'Khó nghe', 'hard-of-seeing': 'Khó nhìn', interpreter: 'Cần phiên dịch',
  },
  services: {
    title: 'Hôm nay quý khách cần làm gì?', another: 'Còn việc gì nữa không?', search: 'Tìm', searchHint: 'Gõ một từ, ví dụ: ket hon',
    searchClose: 'Đóng tìm kiếm', clear: 'Xóa hết', erase: 'Xóa một chữ', found: 'Tìm thấy {{count}} mục',
    nothing: 'Không tìm thấy. Hãy thử từ khác hoặc hỏi quầy hướng dẫn.',
    groups: 'Chọn theo việc', chosen: 'Đã chọn', full: 'Mỗi phiếu tối đa năm mục',
  },
  turning: {
    button: '疼您 Turning (quầy riêng tư)', title: 'Turning: quầy riêng tư',
    lead: 'Những việc này được làm ở quầy kín đáo hơn. Số của quý khách trông giống mọi số khác.',
  },
  confirm: {
    title: 'Như vậy đúng chưa?', matters: 'Việc cần làm', several: 'Cả {{count}} việc làm tại một quầy',
    documents: 'Giấy tờ cần chuẩn bị', noDocuments: 'Không cần giấy tờ nào khác.',
    lacking: 'Thiếu giấy tờ? Quý khách có thể về lấy trước để khỏi mất công chờ.',
    add: 'Thêm việc khác', remove: 'Bỏ việc này', take: 'Lấy số', taking: 'Xin đợi…', notNow: 'Để lúc khác', needs: 'Giúp đỡ',
    quiet: 'Gọi kín đáo', quietHint: 'Không đọc loa và không hiện trên màn hình. Xem trang số trên điện thoại, hoặc nhân viên sẽ mời bạn.',
    slow: 'Lâu hơn bình thường. Vui lòng đợi, không cần bấm lại.',
  },
  number: {
    yours: 'Số của quý khách', ahead: 'Còn {{count}} người phía trước', aheadNone: 'Tiếp theo là quý khách',
    scan: 'Quét mã để theo dõi số trên điện thoại', noSlip: 'Máy này không in phiếu. Vui lòng nhớ số hoặc quét mã QR.',
    confirm: 'Tôi đã nhớ số', countdown: 'Nếu không bấm, số sẽ bị hủy sau {{seconds}} giây', confirming: 'Xin đợi…',
    qr: 'Mã QR của trang số thứ tự',
    quiet: 'Khi đến lượt sẽ không đọc loa, không hiện trên màn hình. Hãy quét mã và xem trang trên điện thoại.',
  },
  done: { title: 'Xin cảm ơn', body: 'Mời quý khách ngồi chờ, theo dõi màn hình và nghe gọi số.', close: 'Xong' },
  voided: { title: 'Số đã bị hủy', body: 'Số {{number}} chưa được xác nhận nên đã hủy. Nếu cần, vui lòng lấy số mới.' },
  unconfirmed: { title: 'Chưa xác nhận được', body: 'Vui lòng bấm lại hoặc nhờ nhân viên giúp.' },
  timeout: { title: 'Quý khách cần thêm thời gian?', body: 'Sau {{seconds}} giây sẽ về trang đầu, các mục đã chọn sẽ bị xóa.', more: 'Tôi cần thêm thời gian', leave: 'Về trang đầu' },
  trouble: { title: 'Chưa lấy được số', again: 'Thử lại', home: 'Về trang đầu' },
  stale: 'Mất kết nối. Thông tin trên màn hình có thể đã cũ. Đang tự kết nối lại…',
  onItsOwn: 'Hệ thống tạm mất kết nối. Quý khách vẫn lấy số như bình thường.',
  staleIdle: 'Tạm thời chưa lấy được số', staleIdleMore: 'Hệ thống mất kết nối và sẽ tự khôi phục. Vui lòng hỏi quầy hướng dẫn.',
  enrol: {
    needed: 'Máy lấy số này chưa được đăng ký', neededMore: 'Quản trị viên cần thêm thiết bị này và mở liên kết dùng một lần tại đây.',
    done: 'Máy lấy số đã được đăng ký và sẵn sàng.', failed: 'Liên kết đăng ký không hợp lệ hoặc đã dùng. Vui lòng tạo liên kết mới.',
  },
  code: {
    button: 'Tôi có lịch hẹn, số hoặc phiếu quay lại', title: 'Nhập mã đặt hẹn', hint: 'Mã có 12 chữ và số. Bạn cũng có thể đưa mã QR của lịch hẹn, số đã bị gọi qua hoặc phiếu quay lại.', submit: 'Báo đến', checking: 'Xin chờ…',
    early: 'Lịch hẹn của bạn là {{day}}, {{slot}}. Có thể báo đến từ {{from}}.', late: 'Đã quá giờ hẹn nên không giữ được. Bạn có thể lấy số thường cho cùng việc này.',
    walkIn: 'Lấy số thường', unknown: 'Không tìm thấy mã này. Vui lòng xem lại hoặc hỏi quầy hướng dẫn.', arrived: 'Lịch hẹn này đã báo đến rồi, số là {{number}}.',
  },
  camera: {
    button: 'Quét bằng camera', title: 'Đưa mã QR trước camera', type: 'Nhập mã bằng tay',
    hint: 'Trên điện thoại, phiếu số hoặc phiếu quay lại, cách màn hình khoảng một bàn tay. Không lưu hình ảnh.',
    starting: 'Camera đang khởi động…', looking: 'Đang tìm mã…', read: 'Đã đọc. Xin chờ…',
    foreign: 'Mã này không phải của chúng tôi. Vui lòng đưa mã của số, lịch hẹn hoặc phiếu quay lại.',
    none: 'Hiện ở đây không có camera. Vui lòng nhập mã đặt hẹn hoặc hỏi quầy hướng dẫn.',
    refused: 'Không được dùng camera ở đây. Vui lòng nhập mã đặt hẹn hoặc hỏi quầy hướng dẫn.',
    busy: 'Camera không phản hồi. Vui lòng nhập mã đặt hẹn hoặc hỏi quầy hướng dẫn.',
  },
  scan: {
    title: 'Mừng quý khách trở lại', done: 'Số {{number}} đã báo lại. Quý khách sẽ sớm được gọi.', notNeeded: 'Số {{number}} không cần báo lại. Vui lòng theo dõi màn hình.',
    failed: 'Chưa báo lại được',
  },
  audio: {
    on: 'Âm thanh', to: 'đến', selected: 'đã chọn', previous: 'Trước', next: 'Tiếp', choose: 'Chọn', back: 'Quay lại',
    welcome: 'Chế độ âm thanh. Bấm tiếp hoặc trước để nghe các lựa chọn, bấm chọn để chọn, bấm quay lại để trở về.',
    noVoice: 'Máy này không có giọng nói', noVoiceMore: 'Chế độ âm thanh không thể đọc ở đây. Vui lòng hỏi quầy hướng dẫn.',
    noVoiceFor: 'Không có giọng nói cho {{language}}', noVoiceHere: 'Không có giọng nói cho ngôn ngữ này. Bấm quay lại để chọn ngôn ngữ khác, hoặc hỏi quầy hướng dẫn.',
  },
  bar: { home: 'Làm lại từ đầu', back: 'Quay lại', large: 'Chữ lớn', low: 'Hạ thấp màn hình', sample: 'Phòng mẫu', tools: 'Hiển thị' },
  scroll: { down: 'Xem tiếp', up: 'Lên trên' },
};
