export const login = {
  title: "Sign in",
  lead: "New here? The first sign-in makes your account.",
  email: "Email",
  sendCode: "Send code",
  code: "Code",
  codeHint: (email: string) => `We sent it to ${email}. It works for 10 minutes; paste it or type it.`,
  signIn: "Sign in",
  again: "Send a new code",
  sentAgain: "A new code is on its way.",
  otherAddress: "Use another address",
  or: "or",
  google: "Continue with Google",
  ethereum: "Continue with Ethereum wallet",
  solana: "Continue with Solana wallet",
  link: "Signing you in…",
  pitchTitle: (rate: string) => `${rate} of what they pay. Yours.`,
  pitch:
    "Share one link. When someone signs up through it and pays, a share of every payment is credited to you, and you can see why, down to the cent.",
  steps: ["Copy your link", "Someone signs up through it", "They pay, you earn"],
  /** What went wrong on the way back from Google, by the tag in the address. */
  googleErrors: {
    google_disabled: "Signing in with Google is not set up here. Use another way.",
    google_denied: "You did not allow it at Google. Try again, or use another way.",
    google_state: "The sign-in at Google took too long, or belonged to another tab. Try again.",
    google_email_unverified: "Google has not verified your e-mail address. Verify it there, or use another way.",
    google_unavailable: "Google cannot be reached at the moment. Try again, or use another way.",
    google_taken: "This Google account already belongs to another account here.",
  },
  googleFailed: "Signing in with Google did not work. Try again, or use another way.",
  wallet: {
    none: {
      evm: "No Ethereum wallet was found in this browser. Install one, or use another way.",
      solana: "No Solana wallet was found in this browser. Install one, or use another way.",
    },
    refused: "You did not sign the message in your wallet. Nothing happened.",
    failed: "Your wallet did not sign the message. Unlock it and try again.",
  },
};
