export const errors = {
  title: "That did not work",
  unexpected: "Something unexpected happened in this page. Try again; if it stays, reload.",
  rateLimited: (seconds: number) =>
    seconds < 90
      ? `Too many tries. Wait ${seconds} seconds and try again.`
      : `Too many tries. Wait ${Math.ceil(seconds / 60)} minutes and try again.`,
  /** Words for the tags that a member meets. The others show what the server says. */
  tags: {
    connection_failed: "The server cannot be reached. Check your connection and try again.",
    timed_out: "The server did not answer in time. Try again.",
    invalid_answer: "Something between you and the server garbled its answer. Try again.",
    unavailable: "The server is busy or restarting. Try again in a moment.",
    internal: "The server failed. It is not your fault; try again, and name the request if you report it.",
    unauthenticated: "Your session has ended. Sign in again.",
    csrf_invalid: "Your session changed in another tab. Reload the page.",
    csrf_missing: "Your browser did not say where the request came from. Reload the page.",
    invalid_email: "This does not look like an e-mail address.",
    invalid_code: "This is not the code from the mail.",
    invalid_request: "This code is used up or too old. Send a new one.",
  },
};
