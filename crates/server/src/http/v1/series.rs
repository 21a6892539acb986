//! What the member has come to over time.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use triport_app::{AppError, ErrorCode};
use triport_domain::series::{Bucket, Metric, Point};

use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::site::Site;

/// What to count, by what, and since when.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SeriesQuery {
    /// `clicks`, `signups`, or `earnings` in micro-units, net of refunds.
    #[serde(default)]
    #[param(required, pattern = "^(clicks|signups|earnings)$", example = "clicks")]
    metric: String,
    /// `day`, `week` from Monday on, or `month`; all in UTC.
    #[serde(default = "day")]
    #[param(required = false, pattern = "^(day|week|month)$", example = "day")]
    bucket: String,
    /// A date, or a time in RFC 3339; 30 days are shown unless given.
    #[param(example = "2026-03-01")]
    from: Option<String>,
    /// The last day, included; today unless given.
    #[param(example = "2026-03-31")]
    to: Option<String>,
}

/// Sums over time.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Series {
    /// One for every bucket, oldest first.
    #[schema(max_items = 400)]
    points: Vec<SeriesPoint>,
}

/// The sum of one bucket.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SeriesPoint {
    /// When the bucket starts.
    #[schema(format = DateTime, examples("2026-03-14T00:00:00Z"))]
    at: String,
    /// What it comes to; 0 if nothing was counted.
    #[schema(examples(12))]
    value: i64,
}

/// Show what has come of the codes over time.
///
/// Buckets are whole: the first and the last one hold all of their days, whatever `from` and `to` say.
/// At most 400 points and ten years.
#[utoipa::path(
    get,
    path = "/v1/referrals/series",
    operation_id = "referrals_series",
    tag = "Overview",
    security(("session" = [])),
    params(SeriesQuery),
    responses((status = 200, description = "The points, without gaps.", body = Series))
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    member: Member,
    query: std::result::Result<Query<SeriesQuery>, QueryRejection>,
) -> Result<axum::Json<Series>> {
    let asked = Asked::new(query)?;
    let (from, to) = (asked.from.as_deref(), asked.to.as_deref());
    let points = site.app.series(&member, asked.metric, asked.bucket, from, to).await?;
    Ok(Series::new(points))
}

/// A query whose words are known.
pub(super) struct Asked {
    pub(super) metric: Metric,
    pub(super) bucket: Bucket,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

impl Asked {
    pub(super) fn new(
        query: std::result::Result<Query<SeriesQuery>, QueryRejection>,
    ) -> Result<Self> {
        let Query(query) = query.map_err(|_| invalid("The query cannot be read."))?;
        let metric = Metric::parse(&query.metric);
        let metric =
            metric.ok_or_else(|| invalid("metric is one of clicks, signups and earnings."))?;
        let bucket = Bucket::parse(&query.bucket);
        let bucket = bucket.ok_or_else(|| invalid("bucket is one of day, week and month."))?;
        Ok(Self { metric, bucket, from: query.from, to: query.to })
    }
}

impl Series {
    pub(super) fn new(points: Vec<Point>) -> axum::Json<Self> {
        axum::Json(Self { points: points.into_iter().map(SeriesPoint::from).collect() })
    }
}

fn day() -> String {
    "day".to_owned()
}

fn invalid(detail: &str) -> AppError {
    AppError::new(ErrorCode::InvalidArgs, detail)
}

impl From<Point> for SeriesPoint {
    fn from(point: Point) -> Self {
        Self { at: point.at.to_string(), value: point.value }
    }
}
