import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { isTriportError } from "@triport/sdk";
import { ArrowLeft } from "lucide";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { AccountFacts } from "../../components/operator/AccountFacts";
import { Codes } from "../../components/operator/Codes";
import { Decide } from "../../components/operator/Decide";
import { Why } from "../../components/operator/Why";
import { Skeleton } from "../../components/Skeleton";
import { operatorMessages } from "../../messages/operator";
import { entryQuery, userQuery } from "../../services/operator-queries";
import { programQuery } from "../../services/queries";
import styles from "./operator.module.css";

const { user: text } = operatorMessages;

export const Route = createFileRoute("/operator/users/$user")({ component: Account });

/** One account: what it sees of itself, why it is so, and what can be decided about it. */
function Account() {
  const { user } = Route.useParams();
  const entry = useQuery(entryQuery(user));
  const shown = useQuery(userQuery(user));
  const { data: program } = useSuspenseQuery(programQuery);
  const error = shown.error ?? entry.error;
  const missing = isTriportError(error, "user_not_found") || isTriportError(error, "invalid_user_id");
  return (
    <div className={styles["stack"]}>
      <p>
        <Link to="/operator/users" className={styles["back"]}>
          <Icon of={ArrowLeft} size={16} />
          {text.back}
        </Link>
      </p>
      {missing && <Empty heading="h1" title={text.missing} text={text.missingText} />}
      {error && !missing && <Failure error={error} retry={() => shown.refetch()} />}
      {!error && !(shown.data && entry.data !== undefined) && <Skeleton lines={3} tall />}
      {shown.data && entry.data !== undefined && (
        <>
          <AccountFacts entry={entry.data} shown={shown.data} />
          <div className={styles["grid"]}>
            <Why decisions={shown.data.recent_attributions} tiers={program.tiers} />
            <div className={styles["stack"]}>
              {/* Of an erased account only the books are left, and those are not decided about. */}
              {shown.data.erased_at === null && <Decide shown={shown.data} tiers={program.tiers} />}
              <Codes codes={shown.data.codes} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}
