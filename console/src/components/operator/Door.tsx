import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isTriportError } from "@triport/sdk";
import { type FormEvent, useState } from "react";
import { operatorMessages } from "../../messages/operator";
import { explainShortly } from "../../services/errors";
import { enter } from "../../services/operator";
import { Button } from "../Button";
import { TextField } from "../TextField";
import { Wordmark } from "../Wordmark";
import styles from "./Door.module.css";

const { door: text } = operatorMessages;

/** Where an operator comes in: a token, and nothing that would keep it. */
export function Door({ ended }: { ended: boolean }) {
  const [token, setToken] = useState("");
  const tried = useMutation({ mutationFn: () => enter(token.trim()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tried.mutate();
  };
  return (
    <div className={styles["page"]}>
      <header>
        <Wordmark />
      </header>
      <main className={styles["main"]}>
        <h1>{text.title}</h1>
        <p className={styles["lead"]}>{text.lead}</p>
        {ended && !tried.error && (
          <p role="alert" className={styles["ended"]}>
            {text.ended}
          </p>
        )}
        <form onSubmit={submit} className={styles["form"]} noValidate autoComplete="off">
          <TextField
            label={text.token}
            type="password"
            name="operator-token"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            mono
            value={token}
            onValueChange={setToken}
            error={tried.error ? inWords(tried.error) : undefined}
          />
          <Button kind="main" type="submit" busy={tried.isPending} disabled={token.trim() === ""}>
            {text.enter}
          </Button>
        </form>
        <p>
          <Link to="/" className={styles["member"]}>
            {text.member}
          </Link>
        </p>
      </main>
    </div>
  );
}

function inWords(error: unknown): string {
  if (isTriportError(error, "admin_token_invalid")) return text.wrong;
  if (isTriportError(error, "admin_token_unset")) return text.unset;
  if (isTriportError(error, "forbidden")) return text.forbidden;
  return explainShortly(error);
}
