package determination

// ScenarioAnswer lets tests rewrite what scenarios expect.
var ScenarioAnswer = (*Engine).scenarioAnswer
