import { useMutation } from "@tanstack/react-query";
import { memberMessages } from "../../messages/member";
import { api } from "../../services/api";
import { download } from "../../services/download";
import { StepUpRefused, withStepUp } from "../../services/step-up";
import { Button } from "../Button";
import { Failure } from "../Failure";
import { Section } from "../Section";
import styles from "./account.module.css";
import { DeleteAccount } from "./DeleteAccount";

const { data: text } = memberMessages.account;

/** What is kept about the account: to take along, and to have deleted. */
export function Data() {
  const take = useMutation({
    mutationFn: () => withStepUp(() => api.auth.exportMe()),
    onSuccess: (everything) =>
      download(new Blob([JSON.stringify(everything, null, 2)], { type: "application/json" }), text.exportFile),
  });
  return (
    <Section title={text.title}>
      <div className={styles["stack"]}>
        <p>{text.exportText}</p>
        {take.error && !(take.error instanceof StepUpRefused) && <Failure error={take.error} />}
        <Button busy={take.isPending} onClick={() => take.mutate()}>
          {text.export}
        </Button>
        <hr />
        <p>{text.deleteText}</p>
        <DeleteAccount />
      </div>
    </Section>
  );
}
