using System.Globalization;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>When a host is tried again after failed attempts, and when no longer.</summary>
internal sealed class DialSchedule(ConnectionSettings settings)
{
    /// <summary>
    /// sshd may be up before the user may log in (keys not written yet, <c>pam_nologin</c>), so a refused login is retried as
    /// other failures are, but not for ever: every attempt is one more for the server to count against us.
    /// </summary>
    private const int LoginRefusalLimit = 20;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private const double DelayGrowth = 1.5;

    private int _refusals;
    private int? _last;

    /// <summary>Attempts that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Delay { get; private set; } = FirstDelay;

    /// <summary>Counts a failed attempt.</summary>
    /// <returns>Whether there is to be another.</returns>
    public bool Continue(bool isLoginRefused)
    {
        if (Failures++ > 0)
            Delay = After(Delay);
        if (isLoginRefused)
            _refusals++;
        int?[] limits =
        [
            settings.DialErrorLimit < 0 ? null : settings.DialErrorLimit + 1,
            isLoginRefused ? Failures + LoginRefusalLimit + 1 - _refusals : null,
        ];
        _last = limits.Min();
        return !(Failures >= _last);
    }

    /// <summary>The attempt that failed last, for example <c>attempt 3 of 11</c>.</summary>
    public string Attempt => _last is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"attempt {Failures} of {last}")
        : string.Create(CultureInfo.InvariantCulture, $"attempt {Failures}");

    /// <summary>What comes next, for example <c>next in 0.2 s, gives up in 58 s at the latest</c>.</summary>
    public string Outlook
    {
        get
        {
            var next = $"next in {Text(Delay)}";
            if (_last is not { } last)
                return $"{next}, without limit";
            return settings.PerDialTimeout == TimeSpan.Zero ? next : $"{next}, gives up in {Text(LongestWait(last - Failures))} at the latest";
        }
    }

    public static string Text(TimeSpan time) => time.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    private TimeSpan LongestWait(int attempts)
    {
        var (wait, delay) = (TimeSpan.Zero, Delay);
        for (; attempts > 0 && delay < LongestDelay; attempts--)
        {
            wait += delay + settings.PerDialTimeout;
            delay = After(delay);
        }

        return wait + attempts * (LongestDelay + settings.PerDialTimeout);
    }

    private static TimeSpan After(TimeSpan delay) => delay * DelayGrowth < LongestDelay ? delay * DelayGrowth : LongestDelay;
}
