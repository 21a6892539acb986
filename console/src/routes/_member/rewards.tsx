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
import { memberMessages } from "../../messages/member";
import { programQuery, rewardsQuery } from "../../services/queries";
import { lengthText } from "../../services/time";

const { rewards: text } = memberMessages;
// Not the texts themselves: what an address may say is part of the first load, and they are not.
const WANTED = ["all", "pending", "available", "spent", "paid_out", "reversed"] as const;
type Wanted = (typeof WANTED)[number];

export const Route = createFileRoute("/_member/rewards")({
  validateSearch: ({ status }: Record<string, unknown>): { status?: Wanted } =>
    status !== "all" && WANTED.includes(status as Wanted) ? { status: status as Wanted } : {},
  component: Rewards,
});

function Rewards() {
  const { status } = Route.useSearch();
  const navigate = useNavigate();
  const { data: program } = useSuspenseQuery(programQuery);
  const list = useInfiniteQuery(rewardsQuery(status));
  const [shown, setShown] = useState<RewardItem>();
  const columns = useMemo(() => rewardColumns(setShown), []);
  const choose = (next: Wanted) => navigate({ to: "/rewards", search: next === "all" ? {} : { status: next } });
  return (
    <>
      <PageHead title={text.title} text={text.text(lengthText(program.hold_period_seconds))} />
      <Filter
        label={text.filter}
        value={status ?? "all"}
        options={WANTED.map((value) => ({ value, name: text.filters[value] }))}
        onChange={choose}
      />
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
