/** Whether there may be a session. Without this cookie there is none, and nothing to ask the server for. */
export const maySession = () => /(?:^|; ?)nl_csrf=/.test(document.cookie);
