import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { UserAnswer } from "@triport/sdk";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { memberMessages } from "../messages/member";
import { identitiesQuery } from "../services/account";
import { explainShortly } from "../services/errors";
import { programQuery, sessionQuery } from "../services/queries";
import { sendCode, verifyCode } from "../services/sign-in";
import { stepUpRequest } from "../services/step-up";
import { Button } from "./Button";
import { CodeField } from "./CodeField";
import styles from "./CodeSignIn.module.css";
import { DialogActions, PlainDialog } from "./Dialog";
import { Failure } from "./Failure";
import { OtherWays } from "./OtherWays";
import { Skeleton } from "./Skeleton";

const { stepUp } = memberMessages;

/** Opens when a call needs a sign-in that is fresh, and lets the call go on afterwards. */
// biome-ignore lint/style/noDefaultExport: what is loaded lazily is its module's default
export default function StepUp() {
  const request = useSyncExternalStore(stepUpRequest.subscribe, stepUpRequest.current);
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const { data: program } = useQuery(programQuery);
  const { data: identities } = useQuery(identitiesQuery);
  const held = identities?.items ?? [];
  // Not the account's own address: that may be one which Google has told, and a code to it would be another account.
  const email = held.find(({ provider }) => provider === "email")?.subject;
  const ways = program?.sign_in_with.filter((way) => held.some(({ provider }) => provider === way)) ?? [];
  const signedIn = async ({ user }: UserAnswer) => {
    // Another wallet is another account: the call was meant for this one, so it must not go on there.
    if (user.id !== session?.user.id) window.location.assign("/");
    else {
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      request?.goOn();
    }
  };
  return (
    <PlainDialog
      open={request !== undefined}
      onOpenChange={(open) => open || request?.giveUp()}
      title={stepUp.title}
      text={email ? stepUp.text(email) : identities && held.length === 0 ? stepUp.none : stepUp.noEmail}
    >
      {!identities && <Skeleton lines={1} />}
      {email && <Confirm email={email} onDone={signedIn} />}
      {!email && ways.includes("google") && <p>{stepUp.google}</p>}
      {!email && <OtherWays ways={ways} onDone={signedIn} alone />}
    </PlainDialog>
  );
}

function Confirm({ email, onDone }: { email: string; onDone: (answer: UserAnswer) => Promise<void> }) {
  const [code, setCode] = useState("");
  const start = useMutation({ mutationFn: () => sendCode(email) });
  const verify = useMutation({
    mutationFn: (request_id: string) => verifyCode(request_id, code),
    onSuccess: onDone,
  });
  const failure = verify.error ?? start.error;
  if (start.data === undefined) {
    return (
      <>
        {failure && <Failure error={failure} />}
        <DialogActions>
          <Button kind="main" busy={start.isPending} onClick={() => start.mutate()}>
            {stepUp.sendCode}
          </Button>
        </DialogActions>
      </>
    );
  }
  const { request_id } = start.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate(request_id);
  };
  return (
    <form onSubmit={submit} className={styles["form"]} noValidate>
      <CodeField
        email={email}
        autoFocus
        value={code}
        onValueChange={setCode}
        error={failure ? explainShortly(failure) : undefined}
      />
      <DialogActions>
        <Button kind="quiet" busy={start.isPending} onClick={() => start.mutate()}>
          {memberMessages.login.again}
        </Button>
        <Button kind="main" type="submit" busy={verify.isPending}>
          {stepUp.confirm}
        </Button>
      </DialogActions>
    </form>
  );
}
