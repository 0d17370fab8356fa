// The file's name is the word. An option has a type and may have a default; a finding of level 'error' refuses.
stage {
    describe 'Refuses a bill of materials with a licence outside the list'
    input  'sbom',  Sbom
    option 'allow', List, default: ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'BlueOak-1.0.0', 'MIT-0']
    output 'rejected', Integer
    run { context ->
        def known = sbom.packages.findAll { it.license != 'NOASSERTION' && it.license != 'NONE' }
        def bad = known.findAll { !(it.license in allow) }
        bad.each { context.finding(level: 'error', rule: 'license', message: "${it.name} ${it.version} is ${it.license}") }
        context.log("${known.size()} packages with a licence, ${bad.size()} outside of the list")
        [rejected: bad.size()]
    }
}
