using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <content>What components and the stack amount to, and the end of the run.</content>
internal sealed partial class Deployment
{
    /// <summary>Takes the final outputs of a component or of the stack.</summary>
    /// <exception cref="EngineException">The resource is not one of this run.</exception>
    public void RegisterOutputs(string urn, PropertyMap outputs)
    {
        lock (_gate)
        {
            if (_untouched.Contains(urn))
                return;
            if (_resources.FindSettled(urn) is not { } resource)
            {
                if (_unusable.ContainsKey(urn) || _notCreated.Contains(urn))
                    return;
                throw new EngineException($"cannot register outputs of '{urn}': no such resource is registered in this run");
            }

            if (_finished)
                throw new DeploymentStoppedException();
            if (urn == _options.StackUrn)
                _oldStackOutputs ??= resource.Outputs;
            // What a failed step left unknown keeps its old value.
            if (!_options.DryRun)
            {
                outputs = PropertyMap.From(outputs.Select(output => KeyValuePair.Create(output.Key,
                    output.Value.HoldsUnknown() ? resource.Outputs.Get(output.Key) : output.Value)));
            }

            AddSecrets(outputs);
            if (!resource.Outputs.Equals(outputs))
                _resources.Settle(null, resource with { Outputs = outputs, Modified = DateTimeOffset.UtcNow });
        }
    }

    /// <summary>Ends the run: deletes what is no longer wanted (if the program said all it had to say) and saves.</summary>
    /// <param name="complete">Whether the program reached its end; if not, what it did not mention may still be wanted.</param>
    public async Task FinishAsync(bool complete)
    {
        Task idle;
        lock (_gate)
        {
            if (_finished)
                return;
            _finished = true;
            _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_registering == 0)
                _idle.SetResult();
            idle = _idle.Task;
        }

        // A program may end without waiting for its answers; what it registered is wanted all the same.
        await idle;
        if (complete && !_executor.Stopping)
        {
            await DeleteObsoleteAsync();
            ReportTargetProblems();
        }

        KeepStackOutputs(complete);
        if (!_options.DryRun && _resources.Changed)
            await _executor.SaveAsync();
    }

    /// <summary>After a failure, an output of the stack that the program did not tell again may be one it did not get to.</summary>
    private void KeepStackOutputs(bool complete)
    {
        lock (_gate)
        {
            if ((complete && Summary.Failed == 0) || _oldStackOutputs is not { } old || _resources.FindSettled(_options.StackUrn) is not { } stack)
                return;
            var outputs = PropertyMap.From([.. old, .. stack.Outputs]);
            if (!outputs.Equals(stack.Outputs))
                _resources.Settle(null, stack with { Outputs = outputs });
        }
    }
}
