import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { memberMessages } from "../messages/member";
import { explainShortly } from "../services/errors";
import { notify } from "../services/notices";
import { sendCode, verifyCode } from "../services/sign-in";
import { Button } from "./Button";
import { CodeField } from "./CodeField";
import styles from "./CodeSignIn.module.css";
import { TextField } from "./TextField";

const { login } = memberMessages;

/** Signing in with a code by e-mail: first the address, then the code. */
export function CodeSignIn({ onDone }: { onDone: () => void }) {
  const [email, setEmail] = useState("");
  const start = useMutation({ mutationFn: sendCode });
  if (start.data !== undefined) {
    return (
      <EnterCode
        email={email}
        requestId={start.data.request_id}
        onAgain={() => start.mutateAsync(email).then(() => notify(login.sentAgain))}
        onBack={start.reset}
        onDone={onDone}
      />
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate(email);
  };
  return (
    <form onSubmit={submit} className={styles["form"]} noValidate>
      <TextField
        label={login.email}
        type="email"
        name="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onValueChange={setEmail}
        error={start.error ? explainShortly(start.error) : undefined}
      />
      <Button kind="main" type="submit" busy={start.isPending}>
        {login.sendCode}
      </Button>
    </form>
  );
}

function EnterCode(props: {
  email: string;
  requestId: string;
  onAgain: () => Promise<unknown>;
  onBack: () => void;
  onDone: () => void;
}) {
  const [code, setCode] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const verify = useMutation({
    mutationFn: () => verifyCode(props.requestId, code),
    onSuccess: props.onDone,
  });
  const again = useMutation({ mutationFn: props.onAgain, onSuccess: verify.reset });
  // The box is what a person needs next; the screen reader reads its hint.
  useEffect(() => box.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  const error = verify.error ?? again.error;
  return (
    <form onSubmit={submit} className={styles["form"]} noValidate>
      <CodeField
        ref={box}
        email={props.email}
        value={code}
        onValueChange={setCode}
        error={error ? explainShortly(error) : undefined}
      />
      <Button kind="main" type="submit" busy={verify.isPending}>
        {login.signIn}
      </Button>
      <div className={styles["further"]}>
        <Button kind="quiet" busy={again.isPending} onClick={() => again.mutate()}>
          {login.again}
        </Button>
        <Button kind="quiet" onClick={props.onBack}>
          {login.otherAddress}
        </Button>
      </div>
    </form>
  );
}
