using Orleans.Embedded.Tests.Redis;

// The second process of the conflict tests; a test run does not come here.
return await IncrementingProcess.RunAsync(args);
