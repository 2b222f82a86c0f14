# Yardstick: the Social Relations Model with profiles by lme4, of one alliance of 100 + 100 people and 4,000 sheets.
#
#   srm_lme4.R apart    one model for each of the eight answers and both directions: 16 fits, nothing shared between them
#   srm_lme4.R joint    all answers of one direction in one model: effects of rater, target and dyad shared by all answers
#                       and own to each
#
# Prints the seconds of the fits. Either does less than `fit`: lme4 cannot let a person's two roles, or the two directions
# of a dyad, go together; there are no features of dyads, no dyads left out, no calibration, no learning of time and trust.
# One thread: run it with OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1. Debian: r-cran-lme4.
suppressMessages(library(lme4))
set.seed(1)
people <- 100
dyads <- 2000
cells <- sample(people * people, dyads) - 1
a <- cells %% people + 1
b <- cells %/% people + 1
normal <- function(count, variance) rnorm(count, 0, sqrt(variance))
shared <- normal(dyads, 0.12)
value <- function(rater, target) normal(people, 0.25)[rater] + normal(people, 0.15)[target] + shared + normal(dyads, 0.48)
held <- function(answer) pmin(7, pmax(1, answer))
answers <- function(value) {
    cbind(replicate(6, held(round(4 + value + 0.8 * rnorm(dyads)))), held(4 + value), value + 0.7 * rnorm(dyads) > 0.2)
}
profiles <- function() {
    data.frame(
        years = scale(runif(people)), calls = scale(runif(people)), pace = scale(rnorm(people)),
        region = factor(sample(8, people, TRUE)), segment = factor(sample(4, people, TRUE)),
        style = factor(sample(4, people, TRUE)))
}
side <- list(profiles(), profiles())
sheets <- function(rater, target, raters, targets) {
    data.frame(rater = factor(rater), target = factor(target), dyad = factor(1:dyads), r = raters[rater, ], t = targets[target, ])
}
directions <- list(
    list(sheets = sheets(a, b, side[[1]], side[[2]]), answers = answers(value(a, b))),
    list(sheets = sheets(b, a, side[[2]], side[[1]]), answers = answers(value(b, a))))
profile <- paste0(rep(c("r.", "t."), each = 6), c("years", "calls", "pace", "region", "segment", "style"), collapse = " + ")
quick <- lmerControl(calc.derivs = FALSE)

apart <- function() {
    model <- as.formula(paste("answer ~", profile, "+ (1 | rater) + (1 | target)"))
    for (direction in directions) {
        for (each in 1:8) lmer(model, cbind(direction$sheets, answer = direction$answers[, each]), control = quick)
    }
}

joint <- function() {
    one <- directions[[1]]
    long <- cbind(
        one$sheets[rep(1:dyads, 8), ], answer = c(scale(one$answers)), question = factor(rep(1:8, each = dyads)))
    model <- as.formula(paste(
        "answer ~ question +", profile,
        "+ (1 | rater) + (1 | target) + (1 | dyad) + (1 | rater:question) + (1 | target:question)"))
    lmer(model, long, control = quick)
}

work <- if (commandArgs(TRUE)[1] == "joint") joint else apart
cat(system.time(suppressMessages(suppressWarnings(work())))[["elapsed"]], "\n")
