import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { memberMessages } from "../../messages/member";
import { api } from "../../services/api";
import { explainShortly } from "../../services/errors";
import { notify } from "../../services/notices";
import { attributionQuery } from "../../services/queries";
import { dayText } from "../../services/time";
import { Button } from "../Button";
import { Failure } from "../Failure";
import { Section } from "../Section";
import { Skeleton } from "../Skeleton";
import { TextField } from "../TextField";
import styles from "./account.module.css";

const { inviter: text } = memberMessages.account;

/** Who brought this account, why, and which attempts were refused. */
export function Inviter() {
  const { data, error, refetch } = useQuery(attributionQuery);
  return (
    <Section title={text.title}>
      {error && <Failure error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton lines={2} />}
      {data && (
        <div className={styles["stack"]}>
          {data.attributed ? (
            <p>
              {data.inviter_display !== null && data.at !== null && text.by(data.inviter_display, dayText(data.at))}{" "}
              {data.source && text.sources[data.source]}
            </p>
          ) : (
            <Claim />
          )}
          {data.refusals.length > 0 && (
            <div>
              <h3>{text.refusals}</h3>
              <ul>
                {data.refusals.map(({ at, code, reason }) => (
                  <li key={`${at} ${code}`}>
                    {text.refusal(code, dayText(at))} {text.refused[reason]}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </Section>
  );
}

/** For those who were told a code instead of sent a link. */
function Claim() {
  const queryClient = useQueryClient();
  const [code, setCode] = useState("");
  const claim = useMutation({
    mutationFn: () => api.referrals.claim({ code }),
    onSuccess: async ({ attributed }) => {
      if (attributed) notify(text.claimed);
      await queryClient.invalidateQueries({ queryKey: ["member"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    claim.mutate();
  };
  const refused = claim.data?.reason;
  const said = refused === undefined ? claim.error && explainShortly(claim.error) : text.refused[refused];
  return (
    <>
      <p>{text.nobody}</p>
      <form onSubmit={submit} className={styles["line"]} noValidate>
        <TextField
          label={text.code}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={code}
          onValueChange={setCode}
          error={said ?? undefined}
        />
        <Button type="submit" busy={claim.isPending}>
          {text.claim}
        </Button>
      </form>
    </>
  );
}
