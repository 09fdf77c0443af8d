// The server's own frames, changed on their way to a page: a state that a test could not make by commands, or not
// soon. `change` gets the view's data and answers what the page is to see; `show` shows another one.
export function changedView(view, first) {
  let change = first;
  let newest = null;
  let toPage = null;
  let silent = false;
  const pass = (frame) => {
    const data = frame.type === 'view' ? { data: change(frame.data, Date.parse(frame.at)) } : {};
    toPage.send(JSON.stringify({ ...frame, ...data }));
  };
  return {
    prepare: (page) => page.routeWebSocket(new RegExp(`/live\\?view=${view}`), (socket) => {
      const server = socket.connectToServer();
      toPage = socket;
      let open = true;
      socket.onClose(() => {   // the page is gone: nothing more is sent to it
        open = false;
        server.close();
      });
      // What the page says of calls that are made up here is not for the server.
      socket.onMessage((text) => { if (open && !text.includes('"call":"x')) server.send(text); });
      server.onMessage((text) => {
        const frame = JSON.parse(text);
        if (frame.type === 'view') newest = frame;
        if (open && !silent) pass(frame);
      });
    }),
    show(next) {
      change = next;
      if (newest) pass(newest);
    },
    // Nothing comes any more, as from a server that is away; its fonts and pictures still do.
    silence(wanted) {
      silent = wanted;
      if (!silent && newest) pass(newest);
    },
    // The connection breaks; the page makes another.
    drop: () => toPage.close(),
  };
}
