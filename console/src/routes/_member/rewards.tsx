import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
import type { RewardItem } from "@triport/sdk";
import { useMemo, useState } from "react";
import { buttonLook } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Filter } from "../../components/Filter";
import { PagedTable } from "../../components/PagedTable";
import { rewardColumns } from "../../components/rewards/columns";
import { RewardWhy } from "../../components/rewards/RewardWhy";
import { PageHead } from "../../components/Section";
import { messages } from "../../messages";
import { programQuery, rewardsQuery } from "../../services/queries";
import { lengthText } from "../../services/time";

const { rewards: text } = messages;
type Wanted = keyof typeof text.filters;
const FILTERS = Object.entries(text.filters).map(([value, name]) => ({ value: value as Wanted, name }));

export const Route = createFileRoute("/_member/rewards")({
  validateSearch: ({ status }: Record<string, unknown>): { status?: Wanted } =>
    typeof status === "string" && status !== "all" && status in text.filters ? { status: status as Wanted } : {},
  component: Rewards,
});

function Rewards() {
  const { status } = Route.useSearch();
  const navigate = useNavigate();
  const { data: program } = useSuspenseQuery(programQuery);
  const list = useInfiniteQuery(rewardsQuery(status));
  const [shown, setShown] = useState<RewardItem>();
  const columns = useMemo(() => rewardColumns(program.currency, setShown), [program.currency]);
  const choose = (next: Wanted) => navigate({ to: "/rewards", search: next === "all" ? {} : { status: next } });
  return (
    <>
      <PageHead title={text.title} text={text.text(lengthText(program.hold_period_seconds))} />
      <Filter label={text.filter} value={status ?? "all"} options={FILTERS} onChange={choose} />
      <PagedTable
        list={list}
        label={text.title}
        rowKey={({ id }) => id}
        columns={columns}
        empty={status === undefined ? <NoneYet /> : <NoneOfThese />}
      />
      <RewardWhy reward={shown} onClose={() => setShown(undefined)} />
    </>
  );
}

function NoneYet() {
  return (
    <Empty
      title={text.empty.title}
      text={text.empty.text}
      action={
        <Link to="/" className={buttonLook("main")}>
          {text.empty.action}
        </Link>
      }
    />
  );
}

function NoneOfThese() {
  return (
    <Empty
      title={text.emptyFilter.title}
      text={text.emptyFilter.text}
      action={
        <Link to="/rewards" className={buttonLook()}>
          {text.emptyFilter.action}
        </Link>
      }
    />
  );
}
