export const stepUp = {
  title: "Is it you?",
  text: (email: string) => `This needs a fresh sign-in. We send a code to ${email}; then it goes on where you were.`,
  google: "With Google you come back to the start page: do it again from there.",
  noEmail: "This needs a fresh sign-in. Sign in once more, and it goes on where you were.",
  none: "This needs a fresh sign-in, and your account has no way to sign in yet. Add one under Account, and sign in with it.",
  sendCode: "Send code",
  confirm: "Confirm",
};
