import { useMutation } from "@tanstack/react-query";
import type { ProgramTerms, UserAnswer } from "@triport/sdk";
import { memberMessages } from "../messages/member";
import { api } from "../services/api";
import type { Chain } from "../services/wallet";
import { Button } from "./Button";
import { Failure } from "./Failure";
import styles from "./OtherWays.module.css";

const { login } = memberMessages;

/** The ways to sign in that this server offers beside e-mail. */
export function OtherWays(props: {
  ways: ProgramTerms["sign_in_with"];
  onDone: (answer: UserAnswer) => Promise<void>;
  /** Nothing stands above them. */
  alone?: boolean;
}) {
  const wallet = useMutation({
    // Most people never need it, so it is loaded when they do.
    mutationFn: async (chain: Chain) => (await import("../services/wallet")).signInWithWallet(chain),
    onSuccess: props.onDone,
  });
  const google = props.ways.includes("google");
  const wallets = props.ways.includes("wallet");
  if (!google && !wallets) return null;
  return (
    <>
      {!props.alone && (
        <p className={styles["or"]}>
          <span>{login.or}</span>
        </p>
      )}
      <div className={styles["ways"]}>
        {google && <Button onClick={() => window.location.assign(api.auth.googleStartUrl())}>{login.google}</Button>}
        {wallets && (
          <>
            <Button busy={wallet.isPending} onClick={() => wallet.mutate("evm")}>
              {login.ethereum}
            </Button>
            <Button busy={wallet.isPending} onClick={() => wallet.mutate("solana")}>
              {login.solana}
            </Button>
          </>
        )}
      </div>
      {wallet.error && <Failure error={wallet.error} />}
    </>
  );
}
