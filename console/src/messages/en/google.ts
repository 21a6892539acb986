/** What went wrong on the way back from Google, by the tag in the address. */
export const google = {
  tags: {
    google_disabled: "Signing in with Google is not set up here. Use another way.",
    google_denied: "You did not allow it at Google. Try again, or use another way.",
    google_state: "The visit to Google took too long, or belonged to another tab or session. Try again.",
    google_unavailable: "Google cannot be reached at the moment. Try again, or use another way.",
    google_rate_limited: "Too many tries from your network. Wait an hour, or use another way.",
    google_email_unverified: "Google has not verified your e-mail address. Verify it there, or use another way.",
    google_email_taken:
      "The address of this Google account signs in here by e-mail already. Sign in by e-mail, then add Google under Account.",
    google_identity_taken: "This Google account already belongs to another account here.",
    google_identity_limit_reached: "Your account has as many ways to sign in as it may. Remove one first.",
    google_fresh_sign_in_required: "Adding Google took too long. Sign in again, then add it.",
  },
  failed: "Signing in with Google did not work. Try again, or use another way.",
};
