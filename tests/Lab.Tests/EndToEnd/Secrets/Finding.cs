namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>A secret in a place. Never holds the secret itself, so that it can be printed.</summary>
/// <param name="Secret">Its name.</param>
/// <param name="Place">Where it is, and who can read it there.</param>
internal sealed record Finding(string Secret, string Place);
