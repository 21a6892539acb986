export const stepUp = {
  title: "Is it you?",
  text: (email: string) => `This needs a fresh sign-in. We send a code to ${email}; then it goes on where you were.`,
  noEmail: "This needs a fresh sign-in. Sign in once more, and it goes on where you were.",
  sendCode: "Send code",
  code: "Code",
  confirm: "Confirm",
};
