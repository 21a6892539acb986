import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Data } from "../../components/account/Data";
import { Identities } from "../../components/account/Identities";
import { Inviter } from "../../components/account/Inviter";
import { Profile } from "../../components/account/Profile";
import { Sessions } from "../../components/account/Sessions";
import { PageHead } from "../../components/Section";
import { memberMessages } from "../../messages/member";
import { programQuery } from "../../services/queries";
import styles from "./account.module.css";

export const Route = createFileRoute("/_member/account")({ component: Account });

function Account() {
  const { data: program } = useSuspenseQuery(programQuery);
  return (
    <>
      <PageHead title={memberMessages.account.title} />
      <div className={styles["sheets"]}>
        <Profile />
        {/* Ways to sign in can be added where there is more than one. */}
        {program.sign_in_with.includes("wallet") && <Identities />}
        <Sessions />
        <Inviter />
        <Data />
      </div>
    </>
  );
}
