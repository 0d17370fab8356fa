// The file's name is the word. An option has a type and may have a default; a finding of level 'error' refuses.
stage {
    describe 'Refuses a bill of materials with a licence outside the list'
    input  'sbom',  Sbom
    option 'allow', List, default: ['MIT', 'MIT-0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'BlueOak-1.0.0',
                                    'Artistic-2.0', 'CC-BY-3.0', 'CC0-1.0', 'Unlicense']
    output 'rejected', Integer
    run { context ->
        def known = sbom.packages.findAll { !(it.license in ['NOASSERTION', 'NONE']) }
        def bad = known.findAll { !(it.license in allow) }
        bad.each { context.finding(level: 'error', rule: 'license', message: "${it.name} ${it.version} is ${it.license}") }
        context.log("${known.size()} of ${sbom.packages.size()} packages say their licence, ${bad.size()} outside of the list")
        [rejected: bad.size()]
    }
}
