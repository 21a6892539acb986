import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { isTriportError } from "@triport/sdk";
import { type FormEvent, useState } from "react";
import { memberMessages } from "../../messages/member";
import { api } from "../../services/api";
import { notify } from "../../services/notices";
import { sessionQuery } from "../../services/queries";
import { dayText } from "../../services/time";
import { Button } from "../Button";
import { Failure } from "../Failure";
import { Section } from "../Section";
import { TextField } from "../TextField";
import styles from "./account.module.css";

const { profile: text } = memberMessages.account;

/** What others see of the account. */
export function Profile() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const queryClient = useQueryClient();
  const [name, setName] = useState<string>();
  const save = useMutation({
    mutationFn: (display_name: string) => api.auth.changeMe({ display_name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      setName(undefined);
      notify(text.saved);
    },
  });
  if (session === null) return null;
  const { display_name, email, created_at } = session.user;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(name ?? display_name);
  };
  const invalid = isTriportError(save.error, "invalid_args");
  const since = text.since(dayText(created_at));
  return (
    <Section title={text.title} note={email ? `${email}. ${since}` : since}>
      <form onSubmit={submit} className={styles["line"]} noValidate>
        <TextField
          label={text.name}
          autoComplete="nickname"
          value={name ?? display_name}
          onValueChange={setName}
          hint={text.nameHint}
          error={invalid ? text.invalid : undefined}
        />
        <Button type="submit" busy={save.isPending}>
          {text.save}
        </Button>
      </form>
      {save.error && !invalid && <Failure error={save.error} />}
    </Section>
  );
}
