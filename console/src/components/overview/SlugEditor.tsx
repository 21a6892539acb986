import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { Overview } from "@triport/sdk";
import { type FormEvent, useId, useState } from "react";
import { messages } from "../../messages";
import { api } from "../../services/api";
import { explainShortly } from "../../services/errors";
import { notify } from "../../services/notices";
import { overviewQuery, programQuery } from "../../services/queries";
import { Button } from "../Button";
import styles from "./SlugEditor.module.css";
import { useSlugCheck, type Verdict } from "./use-slug-check";

const { slug: text } = messages.overview;

/** Chooses the name at the link's end. The server judges it, while it is typed and when it is saved. */
export function SlugEditor({ overview }: { overview: Overview }) {
  const id = useId();
  const queryClient = useQueryClient();
  const current = overview.custom_slug;
  // Undefined as long as nobody has typed: then the box follows the account, also when another tab changes it.
  const [typed, setTyped] = useState<string>();
  const value = typed ?? current ?? "";
  const verdict = useSlugCheck(value, current);
  const save = useMutation({
    mutationFn: () => api.referrals.setSlug({ slug: value }),
    onSuccess: async ({ code }) => {
      await queryClient.invalidateQueries({ queryKey: overviewQuery.queryKey });
      setTyped(undefined);
      notify(text.saved(code.Code));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const type = (next: string) => {
    save.reset();
    setTyped(next);
  };
  return (
    <form onSubmit={submit} className={styles["editor"]} noValidate>
      <label htmlFor={id} className={styles["label"]}>
        {text.label}
      </label>
      <div className={styles["row"]}>
        <input
          id={id}
          value={value}
          onChange={(event) => type(event.currentTarget.value)}
          aria-describedby={`${id}-says`}
          aria-invalid={verdict.kind === "refused" || save.isError}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          className={styles["input"]}
        />
        <Button type="submit" busy={save.isPending} className={styles["save"]}>
          {text.save}
        </Button>
      </div>
      <p id={`${id}-says`} role="status" className={styles["says"]} data-kind={save.error ? "refused" : verdict.kind}>
        {save.error ? explainShortly(save.error) : <Says verdict={verdict} current={current} />}
      </p>
    </form>
  );
}

function Says({ verdict, current }: { verdict: Verdict; current: string | null }) {
  const { data: program } = useSuspenseQuery(programQuery);
  switch (verdict.kind) {
    case "idle":
      return current === null ? text.hint : text.current;
    case "checking":
      return text.checking;
    case "unknown":
      return text.unchecked;
    case "refused":
      return messages.errors.tags[verdict.reason];
    case "free": {
      if (current === null) return text.free(verdict.slug);
      const old = program.replaced_slugs === "alias" ? text.keeps(current) : text.breaks(current);
      return `${text.free(verdict.slug)} ${old}`;
    }
  }
}
